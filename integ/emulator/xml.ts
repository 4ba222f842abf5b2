const unescape = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/** The text of the first element of this name; empty where there is none. */
export const field = (xml: string, name: string) => unescape(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '');

/** The elements of the first list of this name; lists inside of them stay whole. */
export function elements(xml: string, list: string, tag = 'member'): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  const start = xml.indexOf(`<${list}>`);
  if (start < 0) return [];
  for (const { 0: { length }, 1: end, index } of xml.slice(start).matchAll(new RegExp(`<(/?)${tag}>|</${list}>`, 'g'))) {
    if (end === undefined && depth === 0) break;
    if (end === '' && depth === 0) from = start + index + length;
    depth += end === undefined ? 0 : end === '' ? 1 : -1;
    if (end === '/' && depth === 0) found.push(xml.slice(from, start + index));
  }
  return found;
}
