/**
 * Shared by all clients: a hanging dependency fails well under the 29 s that
 * API Gateway waits for the validator. Without `throwOnRequestTimeout` the SDK only warns.
 */
export const CLIENT_CONFIG = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** For what is known to answer in milliseconds and has something behind it: at most 4 s, and the wait between two attempts. */
export const FAST_CLIENT_CONFIG = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
};
