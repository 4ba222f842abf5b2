/**
 * The package loads what pulls in cdk-nag (140 ms), the lessons and the template model only when it is used, as aws-cdk-lib does with its
 * modules: rewrites the exports of these folders in the indexes of lib/. Run after each compilation; does nothing the second time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Names that each folder exports: all of them, so that nothing else is lost. */
const LAZY = {
  'lib/index.js': { './nag': ['PaymentChecks'] },
  'lib/nested-environments/index.js': { './portable': ['PortableEnvironment'] },
};

const require = createRequire(import.meta.url);
for (const [file, folders] of Object.entries(LAZY)) {
  let text = readFileSync(file, 'utf8');
  for (const [folder, names] of Object.entries(folders)) {
    const exported = Object.keys(require(resolve(join(dirname(file), folder))));
    if (exported.join() !== names.join()) throw new Error(`${folder} of ${file} exports ${exported.join(', ')}, not ${names.join(', ')}: look at this script again`);
    const eager = `__exportStar(require("${folder}"), exports);`;
    const lazy = names.map((name) => `Object.defineProperty(exports, "${name}", { enumerable: true, configurable: true, get: () => require("${folder}").${name} });`).join('\n');
    if (text.includes(lazy)) continue;
    if (!text.includes(eager)) throw new Error(`${file} does not export ${folder}: look at this script again`);
    text = text.replace(eager, lazy);
  }
  writeFileSync(file, text);
}
