/** The secret of the database, as RDS and its rotation write it. */
import * as z from 'zod';

export const secretSchema = z.object({
  username: z.string('is missing').min(1, 'is empty'),
  password: z.string('is missing').min(1, 'is empty'),
  host: z.string().min(1, 'is empty').optional(),
  /** A number from RDS, text from people. */
  port: z.coerce.number('is not a port').int('is not a port').min(1, 'is not a port').max(65_535, 'is not a port').default(5_432),
  dbname: z.string().min(1, 'is empty').optional(),
}, 'is not a JSON object');
export type Secret = z.output<typeof secretSchema>;
