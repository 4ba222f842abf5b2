import { REQUIREMENTS } from './requirements';
import { goldenRecovery } from './templates';

const golden = goldenRecovery();

for (const { id, title, check, broken } of REQUIREMENTS) {
  describe(`${id} ${title}`, () => {
    test(`${id} holds in the goldens`, () => check(golden));

    test.each(Object.entries(broken))(`${id} fails when %s`, (_, mutate) => {
      const copy = golden.copy();
      mutate(copy);
      expect(copy.json).not.toEqual(golden.json);
      expect(() => check(copy)).toThrow();
    });
  });
}

test('every requirement has an entry', () => {
  expect(REQUIREMENTS.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, index) => `DR-${String(index + 1).padStart(2, '0')}`));
});
