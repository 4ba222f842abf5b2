import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureDebian } from '../debian';

/** Outside PATH for many users. */
const SERVERS = ['/usr/sbin/mariadbd'];
/** What the system tables are made of, in this order. */
const TABLES = ['mysql_system_tables.sql', 'mysql_performance_tables.sql', 'mysql_system_tables_data.sql'];
const SHARES = ['/usr/share/mysql', '/usr/share/mariadb'];

export interface Binaries {
  readonly server: string;
  readonly tables: readonly string[];
  /** Ends its child with us, however we end. */
  readonly setpriv: string;
}

export function findBinaries(servers = SERVERS, shares = SHARES, searched = process.env.PATH ?? ''): Binaries | undefined {
  const folders = searched.split(path.delimiter);
  const server = [...servers, ...folders.map((folder) => path.join(folder, 'mariadbd'))].find((file) => fs.existsSync(file));
  const tables = shares.map((folder) => TABLES.map((name) => path.join(folder, name))).find((files) => files.every((file) => fs.existsSync(file)));
  const setpriv = folders.map((folder) => path.join(folder, 'setpriv')).find((file) => fs.existsSync(file));
  return server && tables && setpriv ? { server, tables, setpriv } : undefined;
}

/** Debian has no MySQL, and MariaDB in its place. */
export const ensureBinaries = (): Binaries => ensureDebian({
  test: 'MySQL', needs: 'mariadbd and setpriv', packages: ['mariadb-server-core', 'util-linux'], find: () => findBinaries(),
});
