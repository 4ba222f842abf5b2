import { App, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { newApp } from '../../golden/apps/synthesise';
import {
  PaymentDisasterRecovery, PaymentEnvironment, PaymentEnvironmentStackSet, PaymentEventApi, PaymentMigrationEnvironment,
  PaymentMigrationReplica, PaymentProvider, PaymentWebhookPipeline,
  PortableEnvironment,
} from '../../src';
import { SHAPE as recovery } from '../../src/disaster-recovery/shape';
import { SHAPE as events } from '../../src/event-api/shape';
import { Kind } from '../../src/hardened/shape';
import { REPLICA_SHAPE as replica, SHAPE as migration } from '../../src/migration/shape';
import { SHAPE as portable } from '../../src/nested-environments/portable/shape';
import { SHAPE as environment } from '../../src/nested-environments/shape';
import { SHAPE as stackSet } from '../../src/nested-environments/stack-set';
import { SHAPE as webhooks } from '../../src/webhook-pipeline/shape';

type Props = Record<string, unknown>;
interface System {
  /** Of every prop: TypeScript asks the shapes for all of them. */
  readonly shape: object;
  readonly make: (props: unknown) => unknown;
  /** What must be given. */
  readonly base: Props;
  /** Path and value of a prop that is surely wrong. */
  readonly fault: readonly [path: string, value: unknown];
}

const stackIn = (region: string, app = newApp(), id = 'Test') => new Stack(app, id, { env: { region } });
const certificate = acm.Certificate.fromCertificateArn(new Stack(new App(), 'Certificates'), 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/x');
const prefix = ['operations.namePrefix', 'Bad_'] as const;
const app = newApp();
const primary = new PaymentMigrationEnvironment(stackIn('eu-west-2', app, 'Primary'), 'Migration', { environmentSuffix: 'prod', database: { replicaRegion: 'eu-west-1' } });
const place = { environmentType: 'dev', account: '123456789012', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x', containerImage: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/pay:1' };
let count = 0;

const SYSTEMS: Readonly<Record<string, System>> = {
  PaymentWebhookPipeline: {
    shape: webhooks, base: { environmentSuffix: 'dev', providers: [PaymentProvider.stripe()] }, fault: prefix, make: (props) => new PaymentWebhookPipeline(stackIn('us-east-1'), 'It', props as never),
  },
  PaymentEventApi: { shape: events, base: { environmentSuffix: 'dev' }, fault: prefix, make: (props) => new PaymentEventApi(stackIn('us-east-1'), 'It', props as never) },
  PaymentDisasterRecovery: { shape: recovery, base: {}, fault: prefix, make: (props) => new PaymentDisasterRecovery(newApp(), 'It', props as never) },
  PaymentMigrationEnvironment: {
    shape: migration, base: { environmentSuffix: 'prod' }, fault: prefix, make: (props) => new PaymentMigrationEnvironment(stackIn('us-east-1'), 'It', props as never),
  },
  PaymentMigrationReplica: {
    shape: replica, base: { primary }, fault: ['cidr', '8.8.0.0/16'], make: (props) => new PaymentMigrationReplica(stackIn('eu-west-1', app, `Replica${count += 1}`), 'It', props as never),
  },
  PaymentEnvironment: {
    shape: environment, base: { environmentType: 'dev', ingress: { certificate } }, fault: prefix, make: (props) => new PaymentEnvironment(stackIn('us-east-1'), 'It', props as never),
  },
  PaymentEnvironmentStackSet: {
    shape: stackSet, base: { templateUrl: 'https://s3/x', environments: [place] }, fault: ['templateUrl', 'x'], make: (props) => new PaymentEnvironmentStackSet(new Stack(), 'It', props as never),
  },
  PortableEnvironment: { shape: portable, base: {}, fault: prefix, make: (props) => PortableEnvironment.render(props as never) },
};
const VALUES: unknown[] = [null, '', 'x', 42, [], {}];

/** Paths of all props, groups and what is in them. */
const pathsOf = (shape: object, before = ''): string[] => Object.entries(shape as Record<string, Kind>)
  .flatMap(([name, { members }]) => [`${before}${name}`, ...members ? pathsOf(members, `${before}${name}.`) : []]);

/** Props with a value at a path. */
function withValue(props: unknown, [name, ...rest]: string[], value: unknown): Props {
  const own = (typeof props === 'object' && props !== null ? props : {}) as Props;
  return { ...own, [name]: rest.length > 0 ? withValue(own[name], rest, value) : value };
}

/** What the constructor throws, or ''. */
function errorOf(make: () => unknown): string {
  try {
    make();
    return '';
  } catch (error) {
    return String(error);
  }
}
const OURS = /^Error: \d+ faults? in the props of '[^']+':\n/;

describe.each(Object.entries(SYSTEMS))('fails when %s gets what TypeScript would not take', (_, { shape, base, fault, make }) => {
  const [faultPath, faultValue] = fault;
  const paths = pathsOf(shape).filter((path) => path !== faultPath);

  test('one of our errors, for every value of every prop', () => {
    const others = paths.filter((path) => !faultPath.startsWith(`${path}.`)).flatMap((path) => VALUES.map((value) => {
      const props = withValue(withValue(base, faultPath.split('.'), faultValue), path.split('.'), value);
      return { path, value, error: errorOf(() => make(props)) };
    }));
    expect(others.filter(({ error }) => !OURS.test(error) || !error.includes(faultPath)).map(({ path, value, error }) => `${path} ${String(value)}: ${error}`)).toEqual([]);
  });

  test('a value of another type is named with its prop', () => {
    for (const path of paths) {
      const error = errorOf(() => make(withValue(base, path.split('.'), () => 1)));
      expect({ path, error }).toEqual({ path, error: expect.stringMatching(OURS) });
      expect(error).toContain(`- ${path} must be `);
      expect(error).toContain('got a function');
    }
  });

  test.each([null, undefined, 'x', 42, []])('the props are %p', (props) => {
    const error = errorOf(() => make(props));
    expect(error).toMatch(props === undefined ? /^$|faults? in the props/ : OURS);
  });
});
