import { run } from './service';

void run({
  env: process.env,
  exit: (code) => process.exit(code),
  on: (event, listener) => process.on(event, listener),
});
