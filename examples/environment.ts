/** One payment service in three environments: `npx aws-cdk@2.1148.1 deploy Payments-dev --app "npx ts-node -T -P test/tsconfig.json examples/environment.ts"`. */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { EnvironmentType, PaymentEnvironment, ServiceImage } from '../src/nested-environments';

const app = new App();
const regions = { [EnvironmentType.DEV]: 'eu-west-1', [EnvironmentType.STAGING]: 'us-west-2', [EnvironmentType.PROD]: 'us-east-1' };

for (const environmentType of Object.values(EnvironmentType)) {
  const isProd = environmentType === EnvironmentType.PROD;
  // The master: network, database and compute are nested in it.
  const stack = new Stack(app, `Payments-${environmentType}`, { env: { region: regions[environmentType] }, terminationProtection: isProd });
  const certificateArn = stack.formatArn({ service: 'acm', resource: 'certificate', resourceName: 'your-certificate' });

  const payments = new PaymentEnvironment(stack, 'Payments', {
    environmentType,
    ingress: { certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn) },
    compute: { image: ServiceImage.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Repository', 'payment-processor'), '1.0.0') },
    database: {
      // In place of r5; Serverless v2 where nobody pays by night.
      ...isProd
        ? { instanceType: ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.XLARGE2) }
        : { serverless: { minimum: 0.5, maximum: 8 } },
      proxy: isProd,
    },
    operations: { ssmParameters: true, responseTime: Duration.millis(500), tags: { Team: 'payments' } },
  });

  // Every part is a member: what reports on payments reads from the reader.
  new CfnOutput(stack, 'Reports', { value: payments.database.clusterReadEndpoint.hostname, description: 'Read reports here' });
}
app.synth();
