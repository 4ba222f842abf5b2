/** Import first: handlers parse their environment when they are loaded. Tests then create their own by `createHandler`. */
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_SERVICE_NAME: 'test',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  TOKEN_SECRET_ID: 'token',
  TABLE_NAME: 'table',
  QUEUE_URL: 'http://127.0.0.1:1/000000000000/none',
  OTHER_REGION: 'us-east-2',
});
