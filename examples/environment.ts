/** A payment service in three environments: `npx aws-cdk@2.1148.1 deploy Payments-dev --app "npx ts-node environment.ts"`. */
import { App, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { EnvironmentType, PaymentEnvironment } from 'cdk-payment-constructs';

const app = new App();
for (const environmentType of Object.values(EnvironmentType)) {
  const stack = new Stack(app, `Payments-${environmentType}`, { env: { region: 'eu-west-1' } });
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789ABC', zoneName: 'your-company.io' });
  new PaymentEnvironment(stack, 'Payments', { environmentType, ingress: { domainName: `${environmentType}.pay.your-company.io`, hostedZone } });
}
app.synth();
