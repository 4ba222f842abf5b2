import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Lets a principal do exactly `actions` on `resources`. In place of `grantSendMessages`, `grantPublish` and the like,
 * which add actions on the queue that are not needed and wildcards on its key.
 */
export function allow(principal: iam.IGrantable, actions: string[], ...resources: string[]): void {
  principal.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
}

/** Lets a principal act on items of a table whose partition key begins as given, and on no others. Not on its indexes. */
export function allowItems(principal: iam.IGrantable, actions: string[], tableArn: string, ...keys: string[]): void {
  principal.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
    actions,
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
  }));
}
