/** Writes the property schemas of CloudFormation: `npx ts-node -T -P test/tsconfig.json tools/schema/main.ts`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { engines, instances } from './lists';
import { Service } from './service';
import { SERVICES } from './services';
import { Source, SOURCE } from './source';

const ROOT = path.join(__dirname, '..', '..');
const TARGET = path.join(ROOT, 'src', 'template', 'schema', 'data');
const NOTICE = `The data in this folder is derived from cfn-lint.

Source:  ${SOURCE}
Licence: MIT-0. Copyright Amazon.com, Inc. or its affiliates.
Made by: tools/schema/main.ts; do not edit.
`;

function main(): void {
  const source = new Source(path.join(ROOT, 'node_modules', '.cache', 'schema'));
  const types = source.types();
  fs.rmSync(TARGET, { recursive: true, force: true });
  fs.mkdirSync(TARGET, { recursive: true });
  const write = (name: string, data: object) => fs.writeFileSync(path.join(TARGET, `${name}.json`), `${JSON.stringify(data)}\n`);

  for (const service of SERVICES) {
    const own = [...types].filter(([type]) => type.startsWith(`AWS::${service}::`)).sort(([a], [b]) => (a < b ? -1 : 1));
    if (own.length === 0) throw new Error(`No types of ${service}`);
    write(service.toLowerCase(), new Service(source).build(own.map(([, hash]) => source.resource(hash))));
  }
  write('instances', instances(source));
  write('engines', engines(source));
  write('index', { source: SOURCE, services: SERVICES.map((service) => service.toLowerCase()).sort(), types: [...types.keys()].sort() });
  fs.writeFileSync(path.join(TARGET, 'NOTICE'), NOTICE);
}

main();
