import type { Credentials } from '../../../../src/hardened/handlers/database-secret';
import { DatabaseError, type DatabaseFault } from '../../../../src/migration/handlers/database-error';
import type { Deadline } from '../../../../src/migration/handlers/deadline';
import type { OpenSession, Session } from '../../../../src/migration/handlers/session';

type Rows = unknown[] | Promise<unknown[]>;

export const fault = (kind: DatabaseFault, code: string = kind): DatabaseError => new DatabaseError(kind, code);

/** Sessions that answer from a function: what is not answered has no rows, and the schema is there. */
export class FakeMySql {
  readonly opened: Credentials[] = [];
  readonly statements: string[] = [];
  readonly values: (readonly unknown[])[] = [];
  closed = 0;
  pings = 0;
  /** May throw. */
  login: (credentials: Credentials) => void = () => undefined;
  ping: () => void = () => undefined;
  answer: (statement: string, values: readonly unknown[]) => Rows | undefined = () => undefined;

  /** The first two words of each statement. */
  get log(): string[] {
    return this.statements.map((text) => text.trim().split(/\s+/).slice(0, 3).join(' '));
  }

  readonly open: OpenSession = async (credentials: Credentials, deadline: Deadline): Promise<Session> => {
    this.opened.push(credentials);
    this.login(credentials);
    const send = async (statement: string, values: readonly unknown[] = []): Promise<unknown[]> => {
      this.statements.push(statement);
      this.values.push(values);
      try {
        return await this.answer(statement, values) ?? (statement.includes('schema_migrations') ? [{ version: '9' }] : []);
      } catch (error) {
        if (error instanceof DatabaseError && error.fault === 'unavailable') session.close();
        throw error;
      }
    };
    const session = {
      deadline,
      isBroken: false,
      select: async <R>(statement: string, values?: readonly unknown[]) => await send(statement, values) as R[],
      execute: async (statement: string, values?: readonly unknown[]) => { await send(statement, values); },
      ping: async () => {
        this.pings += 1;
        this.ping();
      },
      close: () => {
        session.isBroken = true;
        this.closed += 1;
      },
    };
    return session;
  };
}
