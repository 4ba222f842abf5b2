import * as fs from 'node:fs';
import { LESSONS } from '../src/lessons';
import { PAGE, render } from '../tools/rules';

test('fails when docs/rules.md is not what the generator writes: run npm run docs', () => {
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(render());
});

test('there are at least 80 lessons', () => {
  expect(LESSONS.length).toBeGreaterThanOrEqual(80);
});
