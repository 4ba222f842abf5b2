import { run } from './run';

// `cdk-payments audit x | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Not process.exit(): a pipe may not be drained yet.
process.exitCode = run(process.argv.slice(2), process);
