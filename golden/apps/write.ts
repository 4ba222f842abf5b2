/** Writes the golden templates; `npm run golden`. Read the diff before you commit it, and say why. */
import * as fs from 'fs';
import { addAll } from './all';
import { renderPortable } from './portable-environment';
import { synthesise } from './synthesise';

for (const { file, text, name, template } of [...synthesise(undefined, addAll), ...renderPortable()]) {
  fs.writeFileSync(file, text);
  console.log(`${name}: ${Object.keys(template.Resources).length} resources`);
}
