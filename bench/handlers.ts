import * as fs from 'fs';
import * as path from 'path';
import { gzipSync } from 'zlib';
import { HANDLERS, Measurement, median, ms, run } from './run';

const RUNS = 7;

/** Every variable of the handlers; each reads its own. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'bench',
  PROVIDERS: JSON.stringify([{
    id: 'stripe',
    scheme: 'stripe',
    toleranceSeconds: 300,
    secretId: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:stripe',
    queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/stripe',
  }]),
  MAX_BODY_BYTES: '262144',
  PROVIDER: JSON.stringify({ id: 'stripe', scheme: 'stripe', toleranceSeconds: 300 }),
  VERIFY_SIGNATURE: 'false',
  TABLE_NAME: 'state',
  ARCHIVE_BUCKET: 'archive',
  STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:workflow',
  RETENTION_SECONDS: '7776000',
  FRAUD_RULES: JSON.stringify({ amountLimits: { USD: 1_000_000 }, blockedCountries: [] }),
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/failed',
  OTHER_REGION: 'us-east-2',
  TOKEN_SECRET_ID: 'token',
  NOTIFICATION: JSON.stringify({ type: 'sns', topicArn: 'arn:aws:sns:us-east-1:111122223333:notifications' }),
};

/** Size of each bundle, and how long Lambda's runtime would take to load it on this machine. */
export function measureHandlers(): Measurement[] {
  const handlers = HANDLERS.flatMap((folder) => fs.readdirSync(folder).sort().map((name) => {
    const file = path.join(folder, name, 'index.js');
    return { name, file, code: fs.readFileSync(file), times: [] as number[] };
  }));
  for (let round = 0; round < RUNS; round += 1) {
    for (const { file, times } of handlers) times.push(run<number>('handler', [file], ENVIRONMENT));
  }
  const kb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;
  return handlers.map(({ name, code, times }) => ({
    what: `handler ${name}`, figure: `${ms(median(times))}, ${kb(code.length)}, gzip ${kb(gzipSync(code).length)}`,
  }));
}
