import { joined, Text, Unknown, Value } from './value';

/** Stands in the text for what is not known as text; of Unicode's private use. */
const MARK = /\ue000(\d+)\ue001/;

/** The object that a text holds: CloudFormation takes JSON for an object of any content. `undefined` when the text is none. */
export function objectIn(value: string | Text): Value | undefined {
  const parts: readonly Value[] = typeof value === 'string' ? [value] : value.parts;
  const text = parts.map((part, at) => typeof part === 'string' ? part : `\ue000${at}\ue001`).join('');
  if (!text.trimStart().startsWith('{')) return undefined;
  const pieces = (marked: string) => marked.split(MARK).map((piece, at) => at % 2 === 0 ? piece : parts[Number(piece)]).filter((piece) => piece !== '');
  try {
    return JSON.parse(text, (_, item: Value) => typeof item === 'string' && MARK.test(item) ? joined(pieces(item)) : item) as Value;
  } catch {
    return new Unknown('JSON that cannot be read');
  }
}
