import * as fs from 'fs';
import { constructFromEvents, parseEvents, YAMLException } from 'js-yaml';
import { jsonOffsets, Offsets, yamlOffsets } from './offsets';
import { CLOUDFORMATION_YAML } from './short-forms';

const LARGEST_BYTES = 16 * 1024 * 1024;
const DEEPEST = 100;
const MOST_NODES = 1_000_000;

/** The path of what is piped into the process. */
export const STANDARD_INPUT = '-';

/** It can be read once alone. */
let standardInput: Buffer | undefined;

/** A path inside a document: keys and positions. */
export type Path = readonly (string | number)[];

/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What cannot be read as a template: one line that says where and why. */
export class TemplateError extends Error {}

/** What was read, but is something else than a template. */
export class NoTemplateError extends TemplateError {
  public constructor(file: string, found: string) {
    super(`${file}: is not a CloudFormation template: ${found}`);
  }
}

/** A parsed document that still knows where each value stands. */
export class Source {
  /** Reads a file, or the standard input. @throws TemplateError */
  public static read(file: string): Source {
    let bytes: Buffer;
    try {
      bytes = file === STANDARD_INPUT ? standardInput ??= fs.readFileSync(0) : bytesOf(file);
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    }
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new TemplateError(`${file}: is not UTF-8 text`);
    }
    return Source.parse(text, file);
  }

  /** Parses JSON or YAML. @throws TemplateError */
  public static parse(text: string, file: string): Source {
    const parsed = text.trimStart().startsWith('{') ? parseJson(text, file) : parseYaml(text, file);
    refuseUnbounded(parsed.value, file);
    return new Source(file, text, parsed);
  }

  private offsets?: Offsets;
  private lines?: number[];

  private constructor(public readonly file: string, private readonly text: string, private readonly parsed: Parsed) {}

  public get value(): unknown { return this.parsed.value; }

  /** Where the value at `path` stands, or the deepest part of the path that was written. */
  public position(path: Path): Position {
    this.offsets ??= this.parsed.offsets();
    let node = this.offsets;
    for (const key of path) {
      const next = node.children?.get(String(key));
      if (!next) break;
      node = next;
    }
    this.lines ??= lineStarts(this.text);
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lines[middle] <= node.offset) low = middle; else high = middle - 1;
    }
    return { line: low + 1, column: node.offset - this.lines[low] + 1 };
  }
}

function bytesOf(file: string): Buffer {
  const { size } = fs.statSync(file);
  if (size > LARGEST_BYTES) throw new TemplateError(`${file}: ${size} bytes, at most ${LARGEST_BYTES} are read`);
  return fs.readFileSync(file);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

interface Parsed {
  readonly value: unknown;
  /** Worked out only when something was found. */
  readonly offsets: () => Offsets;
}

function parseJson(text: string, file: string): Parsed {
  try {
    return { value: JSON.parse(text), offsets: () => jsonOffsets(text) };
  } catch {
    // A YAML flow mapping also begins with a brace; and YAML's errors name the line.
    return parseYaml(text, file);
  }
}

/** What YAML's errors quote: the file may be something else, with secrets. */
const QUOTED = / (?:!<.*>|".*")|: .*/gs;

function parseYaml(text: string, file: string): Parsed {
  try {
    const events = parseEvents(text, { maxDepth: DEEPEST });
    const documents = constructFromEvents(events, { source: text, schema: CLOUDFORMATION_YAML });
    if (documents.length !== 1) throw new TemplateError(`${file}: ${documents.length} documents, expected one`);
    return { value: documents[0], offsets: () => yamlOffsets(text, events) };
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const { message } = error as Error;
    const reason = error instanceof YAMLException && error.mark ? `line ${error.mark.line + 1}: ${error.reason.replace(QUOTED, '')}` : message.split('\n')[0];
    throw new TemplateError(`${file}: is neither JSON nor YAML: ${reason}`);
  }
}

/** Aliases make small documents enormous: all that is walked later must be walked here first. */
function refuseUnbounded(root: unknown, file: string): void {
  let nodes = 0;
  const count = (value: unknown, depth: number): void => {
    nodes += 1;
    if (nodes > MOST_NODES) throw new TemplateError(`${file}: more than ${MOST_NODES} values`);
    if (depth > DEEPEST) throw new TemplateError(`${file}: nested deeper than ${DEEPEST} levels`);
    if (typeof value !== 'object' || value === null) return;
    for (const key in value) count((value as Record<string, unknown>)[key], depth + 1);
  };
  count(root, 0);
}
