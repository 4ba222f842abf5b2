import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Clients of the emulator. Services without an SDK package here are called by their wire protocol, which the emulator does not check signatures on. */
export function awsOf(endpoint: string, region: string) {
  const config = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 5 };
  const authorization = (service: string) => `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const call = async (service: string, path: string, init: RequestInit): Promise<string> => {
    const response = await fetch(`${endpoint}${path}`, {
      ...init, headers: { authorization: authorization(service), ...init.headers }, signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${path} answered ${response.status}: ${text.slice(0, 1000)}`);
    return text;
  };
  return {
    endpoint,
    region,
    dynamodb: new DynamoDBClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    secrets: new SecretsManagerClient(config),
    sfn: new SFNClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    /** Query protocol: CloudFormation, EC2, RDS, load balancers. Answers XML. */
    query: (service: string, action: string, version: string, parameters: Record<string, string>) => call(service, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: action, Version: version, ...parameters }).toString(),
    }),
    /** JSON protocol: Systems Manager, Logs, ECS, KMS. */
    json: async (service: string, target: string, input: object) => JSON.parse(await call(service, '/', {
      method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }, body: JSON.stringify(input),
    }) || '{}') as Record<string, unknown>,
    /** REST protocol: Lambda, API Gateway; text is sent as it is: Route 53. */
    rest: (service: string, method: string, path: string, input?: unknown, headers: Record<string, string> = {}) => call(service, path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof input === 'string' || input === undefined ? input : JSON.stringify(input),
    }),
  };
}
export type Aws = ReturnType<typeof awsOf>;
