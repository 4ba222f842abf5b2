import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { LIBRARY, Measurement, median, ms, run } from './run';

const PAIRS = 11;
const LIMIT_MS = 60;

/**
 * The library, and what is not its own: exactly the files of other packages that it loads, in the same order. aws-cdk-lib loads a
 * class when it is first touched, so the indexes alone cost little and say little.
 */
export function measureLoad(): Measurement[] {
  const loaded = run<string[]>('load', ['list', LIBRARY]);
  const foreign = loaded.filter((file) => file.includes(`${path.sep}node_modules${path.sep}`));
  const indexes = foreign.filter((file) => /[\\/]aws-cdk-lib[\\/](?:aws-[^\\/]+[\\/])?index\.js$/.test(file));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-load-'));
  const list = (name: string, files: string[]): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, files.join('\n'));
    return file;
  };
  try {
    const lists = { library: list('library', [LIBRARY]), peers: list('peers', foreign), indexes: list('indexes', indexes) };
    const rounds = Array.from({ length: PAIRS }, () => ({
      library: run<number>('load', ['time', lists.library]),
      peers: run<number>('load', ['time', lists.peers]),
      indexes: run<number>('load', ['time', lists.indexes]),
    }));
    const own = median(rounds.map(({ library, peers }) => library - peers));
    return [
      { what: `require: the library, ${loaded.length - foreign.length} files of its own`, figure: ms(median(rounds.map(({ library }) => library))) },
      { what: `require: the ${foreign.length} files of aws-cdk-lib and constructs that it loads`, figure: ms(median(rounds.map(({ peers }) => peers))) },
      { what: `require: only the ${indexes.length} indexes of aws-cdk-lib among them`, figure: ms(median(rounds.map(({ indexes: only }) => only))) },
      { what: 'require: the library beyond its peers', figure: ms(own), limit: { text: `<= ${LIMIT_MS} ms`, met: own <= LIMIT_MS } },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
