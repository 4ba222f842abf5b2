import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Props of `NarrowRole`. */
export interface NarrowRoleProps {
  /** Who may assume the role. */
  readonly assumedBy: iam.IPrincipal;
  /**
   * What the role is for, as the console shows it.
   * @default - no description
   */
  readonly description?: string;
}

/**
 * A role whose grants go into one customer managed policy instead of inline
 * policies (PCI.DSS.321-IAMNoInlinePolicy), and that starts with no permission.
 */
export class NarrowRole extends iam.Role {
  private policy?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, props: NarrowRoleProps) {
    super(scope, id, props);
  }

  /** The managed policy that holds the permissions; made on the first grant. */
  public get permissions(): iam.ManagedPolicy {
    this.policy ??= new iam.ManagedPolicy(this, 'Permissions', { roles: [this] });
    return this.policy;
  }

  /** Adds a statement to the managed policy; every `grantXxx` of the CDK ends here. */
  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.permissions.addStatements(statement);
    return { statementAdded: true, policyDependable: this.permissions };
  }
}

/** A service principal that acts only for this account (confused deputy, WH-13). */
export class AccountServicePrincipal extends iam.PrincipalWithConditions {
  /**
   * @param service for example `states.amazonaws.com`
   * @param sourceArn pattern of the calling resource; any of this account when not given
   */
  constructor(service: string, sourceArn?: string) {
    super(new iam.ServicePrincipal(service), {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ...(sourceArn && { ArnLike: { 'aws:SourceArn': sourceArn } }),
    });
  }
}
