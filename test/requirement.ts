import * as fs from 'fs';
import * as path from 'path';
import { Json, Template } from './webhook-pipeline/template';

/** What can be checked, and copied to be broken: a template, or the templates of a system. */
export interface Sound<T> {
  readonly json: Json;
  copy(): T;
}

/** One row of the requirements: what must hold, and ways to break it that must be noticed. */
export interface Requirement<T> {
  readonly id: string;
  readonly title: string;
  readonly construct: string;
  /** With the optional parts on. */
  readonly optional?: boolean;
  readonly check: (sound: T) => void;
  readonly broken: Record<string, (copy: T) => void>;
}

/** Tests a requirement: it holds wherever it must, and each break of `broken` is noticed. */
export function testRequirement<T extends Sound<T>>({ id, title, check, broken }: Requirement<T>, holdsIn: Record<string, T>, toBreak: T): void {
  describe(`${id} ${title}`, () => {
    test.each(Object.keys(holdsIn))(`${id} holds in %s`, (name) => check(holdsIn[name]));

    test.each(Object.entries(broken))(`${id} fails when %s`, (_, mutate) => {
      const copy = toBreak.copy();
      mutate(copy);
      // As text: comparing megabytes as objects would take half of the time.
      expect(JSON.stringify(copy.json) === JSON.stringify(toBreak.json)).toBe(false);
      expect(() => check(copy)).toThrow();
    });
  });
}

/** Tests that each row of the requirements has an entry, but for those that are tested elsewhere. */
export function testComplete(requirements: ReadonlyArray<{ readonly id: string }>, system: string, rows: number, elsewhere: string[] = []): void {
  test('every requirement has an entry', () => {
    const ids = Array.from({ length: rows }, (_, index) => `${system}-${String(index + 1).padStart(2, '0')}`);
    expect(requirements.map(({ id }) => id)).toEqual(ids.filter((id) => !elsewhere.includes(id)));
  });
}

/** A golden as it is committed; test/goldens.ts holds that the constructs synthesise it. */
export const readGolden = (name: string): Template =>
  new Template(JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'golden', `${name}.template.json`), 'utf8')));
