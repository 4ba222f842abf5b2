import { writeFileSync } from 'fs';
import { extname, parse } from 'path';
import { CLEAN, FAULTS } from './exit-code';
import { printFaults, UsageError } from './faults';
import { lazy } from './lazy';
import { plural } from './plural';
import { Streams } from './streams';
import { architectureOf, layoutOf, svgOf } from '../diagram';
import { load, TemplateError } from '../template';

export interface DiagramArguments {
  readonly output?: string;
  readonly title?: string;
}

const STANDARD_OUTPUT = '-';

/**
 * `cdk-payments diagram`: the exit code.
 *
 * @throws UsageError
 */
export function diagramCommand(paths: readonly string[], { output: given, title }: DiagramArguments, streams: Streams): number {
  const output = given === STANDARD_OUTPUT ? undefined : given;
  // A viewer goes by the name, and would call the file damaged.
  if (output !== undefined && !['', '.svg'].includes(extname(output).toLowerCase())) {
    throw new UsageError([`--output ${output}: drawings are SVG; name a file that ends in .svg, or - for the standard output`]);
  }
  try {
    const model = load(paths);
    const architecture = architectureOf(model);
    const svg = svgOf(architecture, layoutOf(architecture, lazy.layout().layOut), { title: title ?? paths.map(nameOf).join(', ') });
    printFaults(model.notes.filter(({ isUnread }) => isUnread).map(({ message }) => message), streams);
    if (output === undefined) {
      streams.stdout.write(svg);
    } else {
      writeFileSync(output, svg);
      streams.stderr.write(`${plural(architecture.resources, 'resource')}, ${plural(architecture.parts.length, 'part')}, ${plural(architecture.links.length, 'link')}, see ${output}\n`);
    }
    return model.notes.some(({ isUnread }) => isUnread) ? FAULTS : CLEAN;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof TemplateError) && code === undefined) throw error;
    printFaults([error instanceof TemplateError ? error.message : `--output ${output}: cannot be written (${code})`], streams);
    return FAULTS;
  }
}

/** Of the file or folder, as a heading. */
const nameOf = (path: string): string => path === '-' ? 'standard input' : parse(path).name.replace(/\.template$/, '') || path;
