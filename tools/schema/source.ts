import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Raw, Resource } from './raw';

const VERSION = '1.58.0';
const HASH = 'sha256:9d9f06043160756a6158f5c3f92a44ce38254b1c578127461608305bc8262987';
export const SOURCE = `cfn-lint ${VERSION} (MIT-0), https://pypi.org/project/cfn-lint/${VERSION}/`;

const read = <T>(...parts: string[]): T => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8')) as T;

/** The data of the pinned cfn-lint; the wheel is data to us, nothing of it runs. */
export class Source {
  private readonly data: string;

  constructor(cache: string) {
    const unpacked = path.join(cache, `cfn-lint-${VERSION}`);
    if (!fs.existsSync(unpacked)) {
      fs.mkdirSync(cache, { recursive: true });
      const pins = path.join(cache, 'requirements.txt');
      fs.writeFileSync(pins, `cfn-lint==${VERSION} --hash=${HASH}\n`);
      const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--dest', cache, '-r', pins];
      execFileSync('python3', pip, { stdio: 'inherit', timeout: 300_000 });
      execFileSync('python3', ['-m', 'zipfile', '-e', path.join(cache, `cfn_lint-${VERSION}-py3-none-any.whl`), unpacked], { timeout: 120_000 });
    }
    this.data = path.join(unpacked, 'cfnlint');
  }

  /** Types by region group: a type may exist outside us-east-1 only. */
  public types(): ReadonlyMap<string, string> {
    const folder = path.join(this.data, 'data', 'schemas', 'providers');
    const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
    const found = new Map<string, string>();
    for (const file of ['us-east-1.json', ...files]) {
      for (const [type, hash] of Object.entries(read<Record<string, string>>(folder, file))) if (!found.has(type)) found.set(type, hash);
    }
    return found;
  }

  public resource(hash: string): Resource {
    return read(this.data, 'data', 'schemas', 'resources', `${hash}.json`);
  }

  public extension(file: string): Raw {
    return read(this.data, 'data', 'schemas', 'extensions', `${file}.json`);
  }

  /** A literal of Python that is assigned to `name`, of strings, lists and maps only. */
  public attributes<T>(name: string): T {
    const code = fs.readFileSync(path.join(this.data, 'schema', '_getatts.py'), 'utf8');
    const literal = new RegExp(`^${name} = ([\\[{][\\s\\S]*?^[\\]}])`, 'm').exec(code)![1]!;
    return JSON.parse(literal.replace(/,(\s*[\]}])/g, '$1')) as T;
  }
}
