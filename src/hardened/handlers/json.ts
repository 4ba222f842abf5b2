import * as z from 'zod';

/** JSON in a string; the message of JSON.parse would quote it. Our own: the schemas of Powertools bring all of zod's languages into the bundle. */
export const json = <T extends z.ZodType>(schema: T) => z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}).pipe(schema);
