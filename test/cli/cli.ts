import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/cli/run';
import { Output } from '../../src/cli/streams';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export function cli(args: readonly string[], env: Record<string, string> = {}, terminal: Partial<Output> = {}): Ran {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): Output => ({ ...terminal, write: (text) => { written[name] += text; } });
  const code = run(args, { stdout: stream('stdout'), stderr: stream('stderr'), env });
  return { code, ...written };
}

const folders: string[] = [];

/** A folder with these files. */
export function folderOf(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
}

/** Breaks DlqRetention (high) and RedriveAtOnce (medium), and nothing else of {@link ONLY}. */
export const FLAWED = `Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 1 }
  Dlq:
    Type: AWS::SQS::Queue
    Metadata: { aws:cdk:path: Payments/Dlq/Resource }
    Properties: { MessageRetentionPeriod: 60 }
`;
export const SOUND = FLAWED.replace('maxReceiveCount: 1', 'maxReceiveCount: 5').replace('60', '1209600');

/** So that a new lesson changes no test. */
export const ONLY = ['--only', 'DlqRetention,RedriveAtOnce'];
