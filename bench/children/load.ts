/** Loads modules in a fresh process. Arguments: `list <module>`, or `time <file with one module a line>`. */
import * as fs from 'fs';
import { createRequire } from 'module';

const load = createRequire(__filename);
const [mode, argument] = process.argv.slice(2);
if (mode === 'list') {
  load(argument);
  console.log(JSON.stringify(Object.keys(require.cache).slice(1)));
} else {
  const modules = fs.readFileSync(argument, 'utf8').trim().split('\n');
  const start = performance.now();
  for (const name of modules) load(name);
  console.log(JSON.stringify(performance.now() - start));
}
