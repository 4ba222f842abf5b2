import * as path from 'path';
import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../hardened/acknowledge';

/** Ships with the package. src/ and lib/ are equally deep. */
const CODE = path.join(__dirname, '..', '..', 'assets', 'event-api', 'layer');

/** Props of `SharedLayer`. */
export interface SharedLayerProps {
  readonly layerVersionName: string;
  readonly removalPolicy: RemovalPolicy;
}

/** What the functions share: a change of its code makes a new version (EV-04). For functions of the deploying account alone. */
export class SharedLayer extends lambda.LayerVersion {
  constructor(scope: Construct, id: string, { layerVersionName, removalPolicy }: SharedLayerProps) {
    super(scope, id, {
      layerVersionName,
      description: 'Shared by ingest-fn, process-fn and store-fn: contract, audit chain, configuration, telemetry',
      code: lambda.Code.fromAsset(CODE),
      compatibleArchitectures: [lambda.Architecture.ARM_64],
      compatibleRuntimes: [lambda.Runtime.NODEJS_24_X],
      // A retained version: what ran before can be found, and gone back to.
      removalPolicy: removalPolicy === RemovalPolicy.DESTROY ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    if (removalPolicy !== RemovalPolicy.DESTROY) {
      acknowledge(this, 'A retained version blocks no name: the next one of the layer gets the next number', 'PaymentChecks-RetainedName');
    }
    this.addPermission('Account', { accountId: Aws.ACCOUNT_ID });
  }
}
