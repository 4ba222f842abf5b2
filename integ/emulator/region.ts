import { CreateTableCommand, CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Aws } from './aws';
import { Deployment } from './deploy';
import { Emulator } from './emulator';
import { Answer, call } from './http';
import { bodiesIn, depthOf, Item, itemsOf, logged, setConsuming, whileRefused } from './operator';
import { elements, field } from './xml';
import { Template } from '../../golden/apps/synthesise';

const ZONE = 'acme.com';
const TOKEN_SECRET = 'payment-dr-api-token-prod';
/** A client's patience with one request. */
export const CLIENT_TIMEOUT_MS = 4_000;

type FunctionName = 'payment' | 'redrive' | 'heartbeat' | 'authorizer';

/** What an account has before the golden is deployed: the hosted zone, and where its id is read from. */
export async function makeZone(aws: Aws): Promise<void> {
  const made = await aws.rest('route53', 'POST', '/2013-04-01/hostedzone',
    `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${ZONE}</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`);
  const Value = field(made, 'Id').replace('/hostedzone/', '');
  await aws.json('ssm', 'AmazonSSM.PutParameter', { Name: `/dns/${ZONE}/hosted-zone-id`, Type: 'String', Value, Overwrite: true });
}

/** One Region with its stack, as its callers and its operator see it. */
export class Region {
  /** For clients of both Regions. */
  public token = '';

  public constructor(public readonly emulator: Emulator, public readonly aws: Aws, private readonly stack: Deployment) {}

  public get name(): string { return this.aws.region; }
  public get table(): string { return this.output('TableName'); }
  public get queue(): string { return this.output('FailedPaymentsQueueUrl'); }
  public get deadLetters(): string { return this.output('DeadLetterQueueUrl'); }

  public output(name: string): string {
    const value = this.stack.outputs[name];
    if (!value) throw new Error(`No output ${name} in ${this.name}`);
    return value;
  }

  public functionName(name: FunctionName): string { return `payment-dr-${name}-prod`; }

  /** The replica of the golden's global table. */
  public async makeReplica(primary: Template): Promise<void> {
    const { TableName, AttributeDefinitions, KeySchema, BillingMode } = Object.values(primary.Resources).find(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable')!
      .Properties as unknown as CreateTableCommandInput;
    await this.aws.dynamodb.send(new CreateTableCommand({ TableName, AttributeDefinitions, KeySchema, BillingMode }));
  }

  /** The clients' token, as the deployment made it. */
  public async readToken(): Promise<string> {
    const { SecretString: text } = await this.aws.secrets.send(new GetSecretValueCommand({ SecretId: TOKEN_SECRET }));
    this.token = (JSON.parse(text!) as { current: string }).current;
    return this.token;
  }

  /** The replica of another Region's token. */
  public async storeReplica(token: string): Promise<void> {
    await this.aws.secrets.send(new CreateSecretCommand({ Name: TOKEN_SECRET, SecretString: JSON.stringify({ current: token }) }));
    this.token = token;
  }

  /** As a client: `host` is the name that it calls, by default the Region's own; the token is right unless the headers say otherwise. */
  public call(method: string, path: string, body?: string, headers: Record<string, string> = {}, host = new URL(this.output('ApiUrl')).host): Promise<Answer> {
    return call({
      endpoint: this.emulator.endpoint,
      host,
      method,
      path,
      body,
      headers: { 'authorization': `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      timeoutMs: CLIENT_TIMEOUT_MS,
    });
  }

  public pay(payment: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', '/payments', JSON.stringify(payment), headers);
  }

  /** Every item of the table, or those that this Region wrote. */
  public items(onlyOwn = false): Promise<Item[]> {
    return itemsOf(this.aws, this.table, onlyOwn ? { FilterExpression: 'sk = :own', ExpressionAttributeValues: { ':own': { S: this.name } } } : {});
  }

  public depth(url: string): Promise<number> { return depthOf(this.aws, url); }
  /** What the messages of a queue say; they stay in it. */
  public bodies(url: string): Promise<string[]> { return bodiesIn(this.aws, url); }

  /** What a function logged, since a time, that holds a text. */
  public logged(name: FunctionName, text: string, since = 0): Promise<string[]> { return logged(this.aws, this.functionName(name), text, since); }

  public async invoke(name: FunctionName): Promise<void> {
    await this.aws.rest('lambda', 'POST', `/2015-03-31/functions/${this.functionName(name)}/invocations`, {});
  }

  /** Whether failed payments are tried again. */
  public setRedrive(enabled: boolean): Promise<void> { return setConsuming(this.aws, this.functionName('redrive'), enabled); }

  /** Runs `work` while the payment function may not write to the table. Its health check only reads: it goes on to say that all is well. */
  public whileTableRefuses<T>(work: () => Promise<T>): Promise<T> { return whileRefused(this.aws, this.functionName('payment'), 'dynamodb:PutItem', work); }

  /** The records that the stack made in the zone: where each name leads. */
  public async records(): Promise<Map<string, string>> {
    const zones = await this.aws.rest('route53', 'GET', '/2013-04-01/hostedzone');
    const sets = elements(await this.aws.rest('route53', 'GET', `/2013-04-01${field(zones, 'Id')}/rrset`), 'ResourceRecordSets', 'ResourceRecordSet');
    const bare = (name: string) => name.replace(/\.$/, '');
    const target = (set: string) => bare(field(set, 'DNSName') || field(set, 'Value'));
    return new Map(sets.filter((set) => ['A', 'CNAME'].includes(field(set, 'Type'))).map((set) => [bare(field(set, 'Name')), target(set)]));
  }

  /** What API Gateway calls the endpoints of the custom domains. */
  public async addresses(): Promise<string[]> {
    const { item: domains } = JSON.parse(await this.aws.rest('apigateway', 'GET', '/domainnames')) as { item: { regionalDomainName: string }[] };
    return domains.map(({ regionalDomainName }) => regionalDomainName);
  }
}
