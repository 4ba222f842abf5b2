/**
 * In the bundle in place of iconv-lite, which is half a megabyte of character
 * sets. The connection is utf8mb4, so that all it carries is; the driver asks
 * for another one only to read a server's message before that was agreed on.
 */
export const getDecoder = () => ({ write: (bytes: Buffer): string => bytes.toString('utf8'), end: (): undefined => undefined });
export const getEncoder = () => ({ write: (text: string): Buffer => Buffer.from(text, 'utf8'), end: (): undefined => undefined });
