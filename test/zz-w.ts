import * as fs from 'fs';
import { synthesiseMigration } from '../golden/apps/migration';
import { audit, PACKS } from '../golden/apps/audit';
const goldens = synthesiseMigration(fs.mkdtempSync('/tmp/mg-'));
for (const { file, text, name, stack, warnings } of goldens) {
  if (process.argv[2] === 'write') fs.writeFileSync(file, text);
  fs.mkdirSync('/tmp/mgt', { recursive: true }); fs.writeFileSync('/tmp/mgt/' + name + '.template.json', text);
  console.log(name, Object.keys(JSON.parse(text).Resources).length, text.length, warnings);
  for (const [pack, make] of Object.entries(PACKS)) for (const f of audit(stack, make())) console.log(pack, f.rule, f.path, f.description.slice(0, 220));
}
