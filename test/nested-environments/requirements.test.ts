import { REQUIREMENTS } from './requirements';
import { goldenEnvironments, synthesise } from './templates';
import { EnvironmentType } from '../../src';

const golden = goldenEnvironments();
const options = synthesise({ operations: { configRules: true, ssmParameters: true } }, 'us-east-1', EnvironmentType.PROD).environment;

for (const { id, title, optional, check, broken } of REQUIREMENTS) {
  describe(`${id} ${title}`, () => {
    const sound = optional ? { 'prod with the optional parts': options } : golden;
    test.each(Object.keys(sound))(`${id} holds in %s`, (name) => check((sound as typeof golden)[name as EnvironmentType]));

    test.each(Object.entries(broken))(`${id} fails when %s`, (_, mutate) => {
      const prod = optional ? options : golden[EnvironmentType.PROD];
      const copy = prod.copy();
      mutate(copy);
      expect(copy.json).not.toEqual(prod.json);
      expect(() => check(copy)).toThrow();
    });
  });
}

test('every requirement has an entry', () => {
  expect(REQUIREMENTS.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, index) => `NE-${String(index + 1).padStart(2, '0')}`));
});
