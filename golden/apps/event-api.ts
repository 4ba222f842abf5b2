import { Annotations, App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { LogRetentionProfile } from '../../src';
import { PaymentEventApi, PaymentEventApiProps } from '../../src/event-api';

/** The requirements' own numbers (EV), where they differ from the library's defaults; gone without a trace when it is deleted. */
export function eventApiProps(overrides: Partial<PaymentEventApiProps> = {}): PaymentEventApiProps {
  return {
    environmentSuffix: 'dev',
    api: { rateLimit: 10_000, burstLimit: 5_000, authorizerTimeout: Duration.seconds(30) },
    data: { logRetention: LogRetentionProfile.sevenDaysAndArchive(), removalPolicy: RemovalPolicy.DESTROY },
    ...overrides,
  };
}

/** A stack with one event API. Bound to no Region and no account. */
export class EventApiStack extends Stack {
  public readonly events: PaymentEventApi;

  constructor(scope: App, id: string, description: string, environmentSuffix: string, withDomain: boolean) {
    super(scope, id, { description });
    Annotations.of(this).acknowledgeWarning('cdk-payment-constructs:taken', 'each is a whole: with the log role of the account');
    this.events = new PaymentEventApi(this, 'Events', eventApiProps({ environmentSuffix, domain: withDomain ? this.domain() : undefined }));
    Annotations.of(this.events).acknowledgeWarning('cdk-payment-constructs:capacity',
      'EV-01 asks for 10,000 events a second, EV-02 for 10 environments that sustain 100: the throttle is a ceiling, and what comes above waits in Lambda\'s queue');
  }

  private domain() {
    return {
      domainName: 'events.acme.com',
      // Any account's zone of this name: its id is read from the Region's own Systems Manager, not written down here.
      hostedZone: HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: '{{resolve:ssm:/dns/acme.com/hosted-zone-id}}', zoneName: 'acme.com' }),
      basePath: 'v1',
    };
  }
}

/** The golden stacks: `event-api.{default,domain}`. One account takes both: no name is in both (EV-13). */
export function addEventApis(app: App): Record<string, Stack> {
  return {
    'event-api.default': new EventApiStack(app, 'EventApi', 'Payment event API', 'dev', false),
    'event-api.domain': new EventApiStack(app, 'EventApiDomain', 'Payment event API with a name of its own', 'staging', true),
  };
}
