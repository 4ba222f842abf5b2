import { escaped } from '../diagram';

/** Markup that is safe: nothing gets into it unescaped but other markup. */
export class Markup {
  public constructor(public readonly text: string) {}
}

export type Content = Markup | string | number | undefined | readonly Content[];

const written = (content: Content): string => {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  return Array.isArray(content) ? (content as readonly Content[]).map(written).join('') : escaped(String(content));
};

/** `` html`<b>${name}</b>` ``: candidates are templates of strangers, whatever they are called is text. Attributes stand in double quotes. */
export const html = (parts: readonly string[], ...values: readonly Content[]): Markup =>
  new Markup(parts.map((part, index) => part + (index < values.length ? written(values[index]) : '')).join(''));

export const when = (condition: unknown, markup: () => Content): Content => condition ? markup() : undefined;
