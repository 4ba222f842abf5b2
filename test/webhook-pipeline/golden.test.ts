import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PACKS } from '../../golden/apps/audit';
import { addGoldenStacks } from '../../golden/apps/webhook-pipeline';
import { testGoldens } from '../goldens';

testGoldens(addGoldenStacks);

test('the audit finds what is wrong: a bucket of the plain kind has findings', () => {
  const stack = new Stack(new App(), 'Plain');
  new s3.Bucket(stack, 'Bucket');
  for (const name of ['AwsSolutions', 'PCI DSS 3.2.1', 'PaymentChecks']) expect(PACKS[name](stack).length).toBeGreaterThan(0);
});
