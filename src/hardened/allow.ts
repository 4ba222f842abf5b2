import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Lets a principal do exactly `actions` on `resources`. In place of `grantSendMessages`, `grantPublish` and the like,
 * which add actions on the queue that are not needed and wildcards on its key.
 */
export function allow(principal: iam.IGrantable, actions: string[], ...resources: string[]): void {
  principal.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
}
