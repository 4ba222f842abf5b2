/** A test with processes of its own: they end with it, also when it is interrupted, terminated, or takes too long. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { endAll } from './children';
import { Report } from './emulator/report';
import { MissingError } from './python';

export interface Program {
  readonly name: string;
  readonly limitMs: number;
  /** What was not tested, said with the result. */
  readonly note?: string;
  /** `folder` is removed at the end; `atEnd` remembers what else has to be stopped. */
  readonly run: (report: Report, folder: string, atEnd: (stop: () => void) => void) => Promise<void>;
}

class CountingReport extends Report {
  private count = 0;

  constructor(private readonly program: Program) {
    super();
  }

  override async run(name: string, step: () => Promise<string>): Promise<void> {
    this.count += 1;
    await super.run(name, step);
  }

  override print(): void {
    const { name, note } = this.program;
    console.log(`\n${note ? `${note}\n\n` : ''}${name}: ${this.count - this.failed} passed, ${this.failed} failed`);
  }
}

async function main(program: Program): Promise<number> {
  // Short, for the socket of a database; and where its user can go.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${program.name}-`));
  const report = new CountingReport(program);
  const stops: (() => void)[] = [];
  const cleanUp = async () => {
    for (const stop of stops) stop();
    await endAll();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const end = async (code: number, why: string) => {
    report.close();
    console.error(`${why}: no result`);
    await cleanUp();
    process.exit(code);
  };
  process.on('SIGINT', () => void end(130, 'Interrupted'));
  process.on('SIGTERM', () => void end(143, 'Terminated'));
  const limit = setTimeout(() => void end(1, `Not done within ${program.limitMs / 60_000} minutes`), program.limitMs);
  try {
    await program.run(report, folder, (stop) => stops.push(stop));
  } finally {
    clearTimeout(limit);
    await cleanUp();
  }
  report.print();
  return report.failed === 0 ? 0 : 1;
}

export function runProgram(program: Program): void {
  main(program).then((code) => process.exit(code), (error: unknown) => {
    console.error(error instanceof MissingError ? error.message : error);
    process.exit(1);
  });
}
