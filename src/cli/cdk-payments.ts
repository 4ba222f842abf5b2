import { setFlagsFromString } from 'v8';
import { run } from './run';

// A run is too short to earn back what optimising each function costs: a third of the time.
setFlagsFromString('--interrupt-budget=2000000');

// `cdk-payments audit x | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Not process.exit(): a pipe may not be drained yet.
process.exitCode = run(process.argv.slice(2), process);
