import { writeFileSync } from 'fs';
import { parse } from 'path';
import { CLEAN, FAULTS } from './exit-code';
import { printFaults } from './faults';
import { lazy } from './lazy';
import { Streams } from './streams';
import { architectureOf, layoutOf, svgOf } from '../diagram';
import { load, TemplateError } from '../template';

export interface DiagramArguments {
  readonly output?: string;
  readonly title?: string;
}

/** `cdk-payments diagram`: the exit code. */
export function diagramCommand(paths: readonly string[], { output, title }: DiagramArguments, streams: Streams): number {
  try {
    const model = load(paths);
    const architecture = architectureOf(model);
    const svg = svgOf(architecture, layoutOf(architecture, lazy.layout().layOut), { title: title ?? paths.map(nameOf).join(', ') });
    printFaults(model.notes.filter(({ isUnread }) => isUnread).map(({ message }) => message), streams);
    if (output === undefined) {
      streams.stdout.write(svg);
    } else {
      writeFileSync(output, svg);
      streams.stderr.write(`${architecture.resources} resources, ${architecture.parts.length} parts, ${architecture.links.length} links, see ${output}\n`);
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
