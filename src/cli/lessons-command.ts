import { Colours, coloursFor, paint } from './colours';
import { CLEAN } from './exit-code';
import { UsageError } from './faults';
import { lessonOf } from './lesson-ids';
import { Streams } from './streams';
import { hanging, widthOf } from './wrap';
import { FAILURE_CLASSES, Lesson, LESSONS, SEVERITIES } from '../lessons';

/**
 * `cdk-payments lessons [id]`: the exit code.
 *
 * @throws UsageError when there is no such lesson
 */
export function lessonsCommand(id: string | undefined, { color }: { readonly color: boolean }, streams: Streams): number {
  const colours = coloursFor(streams.stdout, color, streams);
  const width = widthOf(streams.stdout, streams);
  const lesson = id === undefined ? undefined : lessonOf(id, LESSONS);
  if (typeof lesson === 'string') throw new UsageError([lesson]);
  streams.stdout.write(`${(lesson ? one(lesson, width, colours) : list(width, colours)).join('\n')}\n`);
  return CLEAN;
}

function list(width: number, colours: Colours): string[] {
  const column = Math.max(...LESSONS.map(({ id }) => id.length)) + 4;
  const sections = SEVERITIES.flatMap((severity) => {
    const same = LESSONS.filter((lesson) => lesson.severity === severity);
    const colour = paint(severity, colours);
    return same.length === 0 ? [] : [
      `${colour(severity.toUpperCase())} ${colours.dim(`· ${same.length}`)}`,
      ...same.flatMap(({ id, title }) => hanging(title, `  ${id}`.padEnd(column), width)),
      '',
    ];
  });
  return [...sections, `${LESSONS.length} lessons. One in full: cdk-payments lessons <id>`];
}

function one({ id, title, severity, facet, classes, why, fix, source, pci, flawed, sound }: Lesson, width: number, colours: Colours): string[] {
  const { bold, dim, green } = colours;
  const counted = classes.map((name) => `${name} (${FAILURE_CLASSES[name].documented} documented failures)`);
  return [
    ...hanging(title, '', width, bold),
    `${id} · ${paint(severity, colours)(severity)} · ${facet}`,
    '',
    ...hanging(why, '', width),
    ...hanging(fix, '→ ', width, green),
    '',
    ...hanging(source, 'Source   ', width, dim),
    ...hanging(counted.join(', '), 'Classes  ', width, dim),
    ...pci ? hanging(pci.join(', '), 'PCI DSS  ', width, dim) : [],
    '',
    bold('Flawed'),
    ...example(flawed),
    '',
    bold('Sound'),
    ...example(sound),
  ];
}

/** As it stands in the lesson, less its indentation there. */
function example(yaml: string): string[] {
  const lines = yaml.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => `  ${line.slice(margin)}`);
}
