/**
 * Before the package is packed: removes what no user of it needs from the dependencies that travel inside, in node_modules itself, since npm leaves
 * out nothing of a bundled dependency. `npm ci` brings it back; does nothing the second time.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Source maps, and builds for browsers. */
const UNUSED = /\.map$|^dist\/browser(\/|$)/;

const { bundledDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
for (const name of bundledDependencies) {
  const folder = join(ROOT, 'node_modules', name);
  for (const file of readdirSync(folder, { recursive: true })) {
    if (UNUSED.test(file.replaceAll('\\', '/'))) rmSync(join(folder, file), { force: true, recursive: true });
  }
}
