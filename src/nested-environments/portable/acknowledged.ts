import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A finding of PaymentChecks that is accepted on a resource, with the reason. */
export interface AcknowledgedRule {
  readonly resource: string;
  readonly id: string;
  readonly reason: string;
}

const PACK = 'PaymentChecks-';

/** What the constructs of a stack acknowledge of PaymentChecks. The rules of other packs see constructs, which a template does not have. */
export function acknowledgedIn(stack: Stack): AcknowledgedRule[] {
  return stack.node.findAll().filter((construct) => Stack.of(construct) === stack).flatMap((construct) => construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>).filter(([id]) => id.startsWith(PACK)).flatMap(([id, reason]) =>
      resourcesOf(construct).map((resource) => ({ resource: String(stack.resolve(resource.logicalId)), id: id.slice(PACK.length), reason })))));
}

/** The resource that a construct stands for; of a construct without one, all that are in it. */
function resourcesOf(construct: IConstruct): CfnResource[] {
  if (CfnResource.isCfnResource(construct)) return [construct];
  const main = construct.node.defaultChild;
  if (main && CfnResource.isCfnResource(main)) return [main];
  return construct.node.findAll().filter((one) => CfnResource.isCfnResource(one));
}
