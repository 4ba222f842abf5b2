import { intrinsic } from './intrinsics';
import { Path } from './source';

/** A function as it is called, and where. */
export interface Call {
  readonly name: string;
  readonly argument: unknown;
  readonly path: Path;
}

/** A text, and where it stands. */
export interface WrittenText {
  readonly text: string;
  readonly path: Path;
  /** Not code, and nothing that a function takes as a name. */
  readonly isValue: boolean;
}

/** What a part of a template holds, in the order it is written. */
export interface Written {
  /** The outer ones first. */
  readonly calls: readonly Call[];
  readonly texts: readonly WrittenText[];
}

const CODE = ['ZipFile', 'UserData', 'FunctionCode', 'InlineCode'];
/** What these take are names. */
const NAMING = ['Ref', 'Fn::GetAtt', 'Fn::FindInMap'];

interface Found { readonly calls: Call[]; readonly texts: WrittenText[] }

/** `path` is where `value` stands. */
export function writtenIn(value: unknown, path: Path = []): Written {
  const found: Found = { calls: [], texts: [] };
  collect(value, [...path], true, found);
  return found;
}

/** `path` is changed on the way, and copied where something is found. */
function collect(value: unknown, path: (string | number)[], isValue: boolean, found: Found): void {
  if (typeof value === 'string') return void found.texts.push({ text: value, path: [...path], isValue });
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      path.push(at);
      collect(value[at], path, isValue, found);
      path.pop();
    }
    return;
  }
  const call = intrinsic(value);
  if (call) found.calls.push({ name: call.name, argument: call.argument, path: [...path] });
  const areValues = isValue && !(call && NAMING.includes(call.name));
  for (const [key, item] of Object.entries(value)) {
    path.push(key);
    collect(item, path, areValues && !CODE.includes(key), found);
    path.pop();
  }
}
