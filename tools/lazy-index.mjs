/**
 * The package loads what pulls in cdk-nag (140 ms) and the lessons only when it is used, as aws-cdk-lib does with its modules:
 * rewrites the exports of these folders in lib/index.js. Run after each compilation; does nothing the second time.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'lib/index.js';
/** Names that each folder exports: all of them, so that nothing else is lost. */
const LAZY = { './nag': ['PaymentChecks'] };

let text = readFileSync(FILE, 'utf8');
for (const [folder, names] of Object.entries(LAZY)) {
  const eager = `__exportStar(require("${folder}"), exports);`;
  const lazy = names.map((name) => `Object.defineProperty(exports, "${name}", { enumerable: true, configurable: true, get: () => require("${folder}").${name} });`).join('\n');
  if (text.includes(lazy)) continue;
  if (!text.includes(eager)) throw new Error(`${FILE} does not export ${folder}: look at this script again`);
  text = text.replace(eager, lazy);
}
writeFileSync(FILE, text);
