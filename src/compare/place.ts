import { isSynthesised } from '../lessons/template/sections';
import { once, Stack } from '../template';

export const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-[1-9]\b/g;
const ACCOUNT = /(?<![\w-])\d{12}(?![\w-])/g;

export const regionsIn = (text: string): string[] => text.match(REGION) ?? [];
export const accountsIn = (text: string): string[] => text.match(ACCOUNT) ?? [];

/** So many resources name no foreign Region or account by chance: constructs may ask for `Aws.REGION` beside it. */
const MANY = 3;

/** What most resources of a stack name, and how many; nothing when as many name another. */
function mostNamed(root: Stack, namesIn: (text: string) => string[]): { readonly name: string; readonly by: number } | undefined {
  const counts = new Map<string, number>();
  for (const stack of root.together) {
    for (const resource of stack.resources.values()) {
      for (const name of new Set(resource.written.texts.flatMap(({ text }) => namesIn(text)))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const [first, second] = [...counts].sort(([, one], [, other]) => other - one);
  return first && first[1] > (second?.[1] ?? 0) ? { name: first[0], by: first[1] } : undefined;
}

/** How many resources leave it to the deployment. */
const leavingTo = (root: Stack, pseudo: string): number => root.together.flatMap((stack) => [...stack.resources.values()])
  .filter(({ references }) => references.some(({ target }) => target === pseudo)).length;

/** The Region of a stack: as its assembly says, else the one that most of its resources name; undefined when no Region stands out. */
export const regionOf = once((stack: Stack): string | undefined => stack.pseudo('AWS::Region') ?? mostNamed(stack, regionsIn)?.name);

/** What a stack was synthesised for, when that is one environment: the CDK then writes it out wherever `AWS::Region` or `AWS::AccountId` would stand. */
export interface Place {
  readonly region?: string;
  readonly account?: string;
}

/** As the assembly says; of a template alone, what many of its resources name, or more than leave it to the deployment. */
const placeOfRoot = once((root: Stack): Place => {
  const fixed = (pseudo: string, namesIn: (text: string) => string[]) => {
    const most = isSynthesised(root) ? mostNamed(root, namesIn) : undefined;
    return root.pseudo(pseudo) ?? (most && most.by > Math.min(leavingTo(root, pseudo), MANY - 1) ? most.name : undefined);
  };
  return { region: fixed('AWS::Region', regionsIn), account: fixed('AWS::AccountId', accountsIn) };
});

export const placeOf = (stack: Stack): Place => placeOfRoot(stack.root);
