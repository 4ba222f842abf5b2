// One execution environment of Lambda: loads the bundle once, then handles one event after the other.
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const began = performance.now();
const { handler } = createRequire(import.meta.url)(process.env.HANDLER);
process.on('message', ({ id, event, remainingMs }) => {
  const deadline = Date.now() + remainingMs;
  const context = {
    awsRequestId: id, functionName: 'migrated', functionVersion: '$LATEST', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:migrated',
    memoryLimitInMB: '512', getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  handler(event, context).then((result) => process.send({ id, result }), ({ name, message }) => process.send({ id, error: { name, message } }));
});
process.on('disconnect', () => process.exit(0));
process.send({ loadedMs: performance.now() - began });
