import { REQUIREMENTS } from './requirements';
import { goldenEventApis } from './system';

const golden = goldenEventApis();
// As text: comparing 400 KB as objects would take half of the time.
const sound = JSON.stringify(golden.json);

for (const { id, title, check, broken } of REQUIREMENTS) {
  describe(`${id} ${title}`, () => {
    test(`${id} holds in the goldens`, () => check(golden));

    test.each(Object.entries(broken))(`${id} fails when %s`, (_, mutate) => {
      const copy = golden.copy();
      mutate(copy);
      expect(JSON.stringify(copy.json) === sound).toBe(false);
      expect(() => check(copy)).toThrow();
    });
  });
}

test('every requirement has an entry', () => {
  expect(REQUIREMENTS.map(({ id }) => id)).toEqual(Array.from({ length: 14 }, (_, index) => `EV-${String(index + 1).padStart(2, '0')}`));
});
