/** Import first: handlers parse their environment when they are loaded. Tests then create their own by `createHandler`. */
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  POWERTOOLS_SERVICE_NAME: 'test',
  POWERTOOLS_METRICS_NAMESPACE: 'test',
  PROVIDER: JSON.stringify({ id: 'shop', scheme: 'hmac', toleranceSeconds: 300 }),
  VERIFY_SIGNATURE: 'false',
  TABLE_NAME: 'table',
  ARCHIVE_BUCKET: 'archive',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:111111111111:stateMachine:payments',
  RETENTION_SECONDS: '86400',
  FRAUD_RULES: JSON.stringify({ amountLimits: { EUR: 100_000, JPY: 150_000 }, blockedCountries: ['KP'] }),
  NOTIFICATION: JSON.stringify({ type: 'sns', topicArn: 'arn:aws:sns:us-east-1:111111111111:payments' }),
});
