import { readFileSync } from 'fs';
import { join } from 'path';

/** Of the package. Both src/cli and assets/cli, where the bundle stands, are two folders below its root. */
export function version(): string {
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}
