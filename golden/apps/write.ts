/** Writes the golden templates; `npm run golden`. Read the diff before you commit it, and say why. */
import * as fs from 'fs';
import { synthesise } from './synthesise';

for (const { file, text, name, template } of synthesise()) {
  fs.writeFileSync(file, text);
  console.log(`${name}: ${Object.keys(template.Resources).length} resources`);
}
