/** Loads one bundled handler in a fresh process. Argument: its file. */
import { createRequire } from 'module';

const load = createRequire(__filename);
const start = performance.now();
load(process.argv[2]);
console.log(JSON.stringify(performance.now() - start));
