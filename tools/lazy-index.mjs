/**
 * The package loads each system, and what pulls in cdk-nag (140 ms), the lessons and the template model, only when it is used, as aws-cdk-lib
 * does with its modules: rewrites the exports of these folders in the indexes of lib/. Run after each compilation; does nothing the second time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Folders, by the index that exports them. Inner ones first: an outer index asks for their names. */
const LAZY = {
  'lib/nested-environments/index.js': ['./portable'],
  'lib/index.js': ['./compare', './disaster-recovery', './event-api', './migration', './nag', './nested-environments', './webhook-pipeline'],
};

const require = createRequire(import.meta.url);
for (const [file, folders] of Object.entries(LAZY)) {
  let text = readFileSync(file, 'utf8');
  for (const folder of folders) {
    const names = Object.keys(require(resolve(join(dirname(file), folder)))); // all of them, so that nothing is lost
    const eager = `__exportStar(require("${folder}"), exports);`;
    const lazy = names.map((name) => `Object.defineProperty(exports, "${name}", { enumerable: true, configurable: true, get: () => require("${folder}").${name} });`).join('\n');
    if (text.includes(lazy)) continue;
    if (!text.includes(eager)) throw new Error(`${file} does not export ${folder}: look at this script again`);
    text = text.replace(eager, lazy);
  }
  writeFileSync(file, text);
}
