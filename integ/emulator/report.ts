import { performance } from 'node:perf_hooks';
import { Difference } from './difference';

interface Result { readonly name: string; readonly seconds: number; readonly detail: string; readonly fault?: string }

/** What was run, as it goes and at the end. */
export class Report {
  private readonly results: Result[] = [];
  private isClosed = false;

  public get closed(): boolean {
    return this.isClosed;
  }

  public get failed(): number {
    return this.results.filter(({ fault }) => fault).length;
  }

  /** Nothing is said any more: what ends by an interruption is no result. */
  public close(): void {
    this.isClosed = true;
  }

  public say(line: string): void {
    if (!this.isClosed) console.log(line);
  }

  /** Runs one scenario; a failure is noted and the others go on. `step` answers with what it saw. */
  public async run(name: string, step: () => Promise<string>): Promise<void> {
    const began = performance.now();
    let detail = '';
    let fault: string | undefined;
    try {
      detail = await step();
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    const result = { name, seconds: (performance.now() - began) / 1000, detail, fault };
    this.results.push(result);
    this.say(`${fault ? '✖' : '✔'} ${name} (${result.seconds.toFixed(1)} s)${detail && `: ${detail}`}${fault ? `\n    ${fault}` : ''}`);
  }

  /** Results, and by the name of each system what is not as on AWS. */
  public print(differences: Readonly<Record<string, readonly Difference[]>> = {}): void {
    for (const [system, all] of Object.entries(differences)) {
      console.log(`\nDifferences from AWS in this run, ${system}:`);
      for (const { kind, what, reason, instead } of all) {
        console.log(`- ${kind}: ${what}. ${reason}. Tested by: ${instead.map(([file, text]) => `${file} (${text})`).join(', ')}`);
      }
    }
    // Again where it is seen: logs of CI are often cut to their end.
    for (const { name, fault } of this.results) if (fault) console.log(`\n✖ ${name}\n    ${fault}`);
    console.log(`\ndeployed: ${this.results.length - this.failed} passed, ${this.failed} failed`);
  }
}
