/** Import first: handlers parse their environment when they are loaded. Tests then create their own by `createHandler`. */
export const PARAMETER = '/payments-events/test/configuration';
export const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_SERVICE_NAME: 'test',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  CONFIG_PARAMETER: PARAMETER,
};
Object.assign(process.env, ENVIRONMENT);
