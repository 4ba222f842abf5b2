import type { Resource } from '../template';

/** The hash that the CDK appends. */
const HASH = /(?<=.)(?=[A-F]*\d)[0-9A-F]{8}$/;
/** A share. */
const MOST = 0.7;
/** The CDK's name for the one resource of a construct. */
const LAST = /^(Resource|Default)$/;

/** The logical id as words. */
export const wordsOf = (id: string): string[] => id.replace(HASH, '')
  .replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ').trim().split(' ');

/** What parts are called: the logical id as words, without the hash and without what nearly all of the stack begin with. */
export class Names {
  private readonly words = new Map<Resource, readonly string[]>();

  public constructor(heads: readonly Resource[]) {
    const stacks = new Map<string, Resource[]>();
    for (const head of heads) stacks.set(head.stack.prefix, [...stacks.get(head.stack.prefix) ?? [], head]);
    for (const same of stacks.values()) {
      const all = same.map(({ id }) => wordsOf(id));
      const shared = sharedStart(all);
      for (const [at, head] of same.entries()) {
        const begins = shared.every((word, index) => all[at][index] === word) && all[at].length > shared.length;
        const words = begins ? all[at].slice(shared.length) : all[at];
        this.words.set(head, words.length > 1 && LAST.test(words[words.length - 1]) ? words.slice(0, -1) : words);
      }
    }
  }

  /** The name of one; of several what they have in common, and what tells them apart. */
  public of(resources: readonly Resource[]): { name: string; members: string[] } {
    const all = resources.map((one) => this.words.get(one)!);
    if (all.length === 1) return { name: all[0].join(' '), members: [] };
    const least = Math.min(...all.map(({ length }) => length));
    const front = commonStart(all, least);
    const back = commonStart(all.map((words) => [...words].reverse()), least - front);
    const between = all.map((words) => words.slice(front, words.length - back).join(' '));
    const glued = commonLetters(between);
    const name = [...all[0].slice(0, front), ...glued ? [between[0].slice(0, glued)] : [], ...all[0].slice(all[0].length - back)].join(' ');
    return { name: name || all[0].join(' '), members: between.map((one, at) => one.slice(glued).trim() || all[at].join(' ')) };
  }
}

/** What most begin with: the id of the construct that they are in. */
function sharedStart(all: readonly (readonly string[])[], before: readonly string[] = []): string[] {
  const counts = new Map<string, number>();
  for (const words of all) {
    if (before.every((word, index) => words[index] === word) && words.length > before.length + 1) {
      counts.set(words[before.length], (counts.get(words[before.length]) ?? 0) + 1);
    }
  }
  const [[word, count] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return all.length > 2 && count >= all.length * MOST ? sharedStart(all, [...before, word]) : [...before];
}

function commonStart(all: readonly (readonly string[])[], most: number): number {
  let count = 0;
  while (count < most && all.every((words) => words[count] === all[0][count])) count += 1;
  return count;
}

/** `Providerstripe`, `Provideradyen`: letters that no capital divides. */
function commonLetters(all: readonly string[]): number {
  let count = 0;
  while (all.every((text) => text.length > count + 1 && text[count] === all[0][count])) count += 1;
  return count >= 4 && all.every((text) => /[\p{Ll}\d]/u.test(text[count])) ? count : 0;
}
