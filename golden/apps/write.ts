/** Writes the golden templates; `npm run golden`. Read the diff before you commit it, and say why. */
import * as fs from 'fs';
import { synthesiseEnvironments } from './nested-environments';
import { synthesise } from './synthesise';

for (const { file, text, name, template } of [...synthesise(), ...synthesiseEnvironments()]) {
  fs.writeFileSync(file, text);
  console.log(`${name}: ${Object.keys(template.Resources).length} resources`);
}
