import type { Context, SQSRecord } from 'aws-lambda';

export const RECEIVED_AT_MS = Date.parse('2026-03-01T12:00:05.000Z');

/** A Lambda context with its time left. */
export const context = (remainingMs = 30_000): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'handler',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111111111111:function:handler',
  memoryLimitInMB: '512',
  awsRequestId: 'c0ffee',
  logGroupName: '/aws/lambda/handler',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

let sequence = 0;

/** A message as Lambda hands it over. */
export function sqsRecord(body: string, attributes: Record<string, string> = {}, messageId = `m${sequence += 1}`): SQSRecord {
  const all = { receivedAt: String(RECEIVED_AT_MS), requestId: 'request-1', url: 'https://api.example.com/webhooks/shop', ...attributes };
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: 'sender', ApproximateFirstReceiveTimestamp: '0' },
    messageAttributes: Object.fromEntries(
      Object.entries(all).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:111111111111:shop',
    awsRegion: 'us-east-1',
  };
}

/** What the handlers wrote, logs and metrics, while the test ran. */
export function captureOutput(): { text(): string; restore(): void } {
  const written: string[] = [];
  // The logger warns on stderr.
  const spies = [process.stdout, process.stderr].map(stream => jest.spyOn(stream, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  }));
  return { text: () => written.join(''), restore: () => spies.forEach(spy => spy.mockRestore()) };
}

/** Sums of the metrics in what was written (embedded metric format, one document a line). */
export function metricsIn(output: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of output.split('\n').filter(text => text.includes('CloudWatchMetrics'))) {
    const document = JSON.parse(line) as { _aws: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } } & Record<string, number | number[]>;
    for (const { Name: name } of document._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics)) {
      sums[name] = [document[name]].flat().reduce((sum, value) => sum + value, sums[name] ?? 0);
    }
  }
  return sums;
}
