/** Name of a parameter that holds the environment: every account has the same ones. */
export const ENVIRONMENT_PARAMETER = /env(ironment)?(suffix|name|type)?$|stage$/i;
