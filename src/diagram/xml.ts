const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** For text and attributes: names come from templates that nobody vouches for. Characters that XML forbids become `�`. */
export const escaped = (text: string): string => text
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
  .replace(/[&<>"']/g, (one) => ENTITIES[one]);

/** Half pixels at most: short, and the same on every machine. */
export const px = (value: number): string => String(Math.round(value * 2) / 2);
