import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Acknowledges cdk-nag findings on one construct, with the reason that makes them acceptable.
 *
 * Writes what `Validations.acknowledge` records: that one refuses ids with a pseudo parameter (`<AWS::Region>`), and walks the
 * tree for each id, which costs a twentieth of the synthesis.
 */
export function acknowledge(scope: IConstruct, reason: string, ...ids: string[]): void {
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(ids.map((id) => [id, reason])));
}

/** Acknowledges that a role may act on these resources, each with a wildcard in its ARN. */
export function acknowledgeWildcards(role: IConstruct, reason: string, ...arns: string[]): void {
  const stack = Stack.of(role);
  acknowledge(role, reason, ...arns.map((arn) => `AwsSolutions-IAM5[Resource::${flatten(stack.resolve(arn))}]`));
}

/** An ARN as cdk-nag writes it in the id of a finding. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const intrinsic = value as { 'Ref'?: string; 'Fn::GetAtt'?: string[]; 'Fn::Join'?: [string, unknown[]] };
  if (intrinsic.Ref) return `<${intrinsic.Ref}>`;
  if (intrinsic['Fn::GetAtt']) return `<${intrinsic['Fn::GetAtt'].join('.')}>`;
  if (intrinsic['Fn::Join']) return intrinsic['Fn::Join'][1].map(flatten).join(intrinsic['Fn::Join'][0]);
  return JSON.stringify(value);
}
