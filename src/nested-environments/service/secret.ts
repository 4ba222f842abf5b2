/** The secret of the database: PostgreSQL's port where it names none. */
import { databaseSecretSchema } from '../../hardened/handlers/database-secret';

export const POSTGRES_PORT = 5_432;
export const secretSchema = databaseSecretSchema(POSTGRES_PORT);
