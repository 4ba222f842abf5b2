/**
 * Shared by all clients: a hanging dependency fails well under the 29 s that
 * API Gateway waits for the validator. Without `throwOnRequestTimeout` the SDK only warns.
 */
export const CLIENT_CONFIG = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};
