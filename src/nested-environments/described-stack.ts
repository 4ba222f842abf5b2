import { CfnParameter, NestedStack } from 'aws-cdk-lib';

/** A nested stack whose parameters say what they are for: the CDK makes them from references, without a description. */
export class DescribedStack extends NestedStack {
  /** Called by the CDK for each value that the master passes down. */
  public setParameter(name: string, value: string): void {
    super.setParameter(name, value);
    for (const parameter of this.node.children) {
      if (!(parameter instanceof CfnParameter) || parameter.description) continue;
      const id = parameter.node.id.replace(/^reference-to-/, '').split('.Outputs.').pop()!;
      parameter.description = `Passed down by the master stack: ${id}`;
      // An ARN, no secret; but nobody needs to read it.
      if (/secret/i.test(id)) parameter.noEcho = true;
    }
  }
}
