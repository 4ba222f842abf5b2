/** Renders a mapping template as API Gateway would: Java's methods, `$input`, `$context` and `$util` as its reference describes them. */
import * as velocity from 'velocityjs';

/** What Java's String can do and a template uses: replaceAll takes a regular expression. */
const javaString = (text: string) => ({
  replaceAll: (pattern: string, by: string): string => text.replace(new RegExp(pattern, 'g'), by),
});

/** StringEscapeUtils.escapeJavaScript of Apache Commons Lang 2: also single quotes and slashes, and all beyond ASCII. */
export function escapeJavaScript(text: string): string {
  const short: Record<string, string> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r', '\'': '\\\'', '"': '\\"', '\\': '\\\\', '/': '\\/' };
  return [...Array(text.length).keys()].map((index) => {
    const unit = text[index];
    const code = unit.charCodeAt(0);
    return short[unit] ?? (code < 0x20 || code > 0x7f ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : unit);
  }).join('');
}

/** What a request or a response has besides its body. */
export interface Rendering {
  readonly body: string;
  /** Where a template reads and, with `#set`, overrides. */
  readonly context: Record<string, unknown>;
}

export function render(template: string, { body, context }: Rendering): string {
  const parsed = (): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;
  const at = (path: string): unknown => path === '$' ? parsed() : parsed()[path.replace(/^\$\./, '')];
  return velocity.render(template, {
    context,
    input: { body, json: (path: string) => JSON.stringify(at(path)), path: (path: string) => at(path) },
    util: {
      // With a text alone: for all else Velocity finds no such method, and leaves the reference as it stands.
      escapeJavaScript: (text: unknown) => typeof text === 'string' ? javaString(escapeJavaScript(text)) : undefined,
    },
  });
}
