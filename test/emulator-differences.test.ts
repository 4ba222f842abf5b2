import * as fs from 'fs';
import * as path from 'path';
import { DIFFERENCES, LEFT_OUT } from '../integ/emulator/differences';

const read = (file: string) => fs.readFileSync(path.join(__dirname, '..', file), 'utf8');

test.each(DIFFERENCES.map(({ what, instead }) => [what, instead] as const))('difference of the emulator is tested elsewhere: %s', (_, instead) => {
  expect(instead.length).toBeGreaterThan(0);
  for (const [file, text] of instead) expect(read(file)).toContain(text);
});

test('what is left out for the emulator is in the golden', () => {
  const { Resources: resources } = JSON.parse(read('golden/webhook-pipeline.zip.template.json')) as { Resources: Record<string, { Type: string }> };
  const types = Object.values(resources).map(({ Type }) => Type);
  for (const type of Object.keys(LEFT_OUT)) expect(types).toContain(type);
});
