import * as fs from 'fs';
import { PAGE, render, untested } from '../tools/matrix';

test('fails when a requirement has no test that names it', () => {
  expect(untested()).toEqual([]);
});

test('fails when docs/requirements.md is not what the generator writes: run npm run docs', () => {
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(render());
});
