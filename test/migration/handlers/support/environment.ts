/** Import first: the handler parses its environment when it is loaded. Tests then create their own by `createHandler`. */
export const ARN = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:database-AbCdEf';

Object.assign(process.env, {
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_SERVICE_NAME: 'test',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  DATABASE_SECRET_ARN: ARN,
});
