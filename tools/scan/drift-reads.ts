/** Holds what the drift detection of the migration may read to the schemas of CloudFormation, which come with cfn-lint (MG-15). */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { READS } from '../../src/migration/features/drift-reads';

/** The environment is deployed there. */
const REGION = 'eu-west-2';
/** Reads data, not how something is configured; and what IAM does not know. */
const NOT = ['secretsmanager:GetSecretValue', 'kms:Decrypt', 'network-firewall:ListTagsForResources'];
/** A web ACL may stand before these too, and a budget may be of a view: not here. */
const ELSEWHERE = /^(amplify|apigateway|apprunner|appsync|bedrock-agentcore|billing|cognito-idp|vpc-lattice):|VerifiedAccess/;
const READING = /:(Describe|Get|List|View)/;

/** Schemas by type, as cfn-lint keeps them. */
function schemas(python: string): (type: string) => string[] {
  const location = execFileSync(python, ['-c', 'import cfnlint, os; print(os.path.dirname(cfnlint.__file__))'], { encoding: 'utf8' }).trim();
  const folder = path.join(location, 'data', 'schemas');
  const json = (...file: string[]): Record<string, any> => JSON.parse(fs.readFileSync(path.join(folder, ...file), 'utf8'));
  const files = json('providers', `${REGION}.json`);
  return (type) => files[type] ? json('resources', `${files[type]}.json`).handlers?.read?.permissions ?? [] : [];
}

/** What drift detection would have to read of a template, and may not. */
export function missingReads(python: string, template: string): string[] {
  const { Resources: resources } = JSON.parse(fs.readFileSync(template, 'utf8')) as { Resources: Record<string, { Type: string }> };
  const permissionsOf = schemas(python);
  const needed = [...new Set(Object.values(resources).map(({ Type }) => Type))].flatMap(permissionsOf);
  if (needed.length === 0) throw new Error('the schemas of cfn-lint name no permissions: has their layout changed?');
  const reads = needed.filter((action) => READING.test(action) && !ELSEWHERE.test(action) && !NOT.includes(action));
  return [...new Set(reads)].filter((action) => !READS.includes(action)).sort();
}
