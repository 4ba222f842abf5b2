import type { Context } from '../context';
import { leadsTo, linksFrom } from '../links';
import type { Subject } from '../subject';
import { fails, failsAt, HOLDS, open, Verdict } from '../verdict';
import { serving } from './regions';
import { aliasOf, DnsRecord, inRecord, records, seconds as secondsOf } from '../../lessons/edge/balancers';
import { absent, list, mappings } from '../../lessons/query';
import { isMapping, Model, options, Resource, show, Unknown, Value } from '../../template';

type Options = Readonly<Record<string, unknown>>;

const CHECK = 'AWS::Route53::HealthCheck';
const DOMAINS = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];
const APIS = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'];
/** Of an alias: nobody can change it. */
const ALIAS_TTL = 60;
const INTERVAL = 30;
const THRESHOLD = 3;

const nameOf = (value: Value | undefined) => show(value).replace(/\.$/, '').toLowerCase();
const failoverRecords = (model: Model) => records(model).filter(({ body }) => body.Failover !== undefined);
const titleOf = ({ holder, body }: DnsRecord) => `${holder.id} (${show(body.Failover)})`;
const at = (record: DnsRecord, key: string, say: () => string): Verdict => failsAt(record.holder, say, inRecord(record, key).split('.'));

/** The health checks that decide on a record, those that a calculated one looks at too. */
function checksOf({ holder, body }: DnsRecord): Resource[] {
  const { model } = holder.stack;
  const direct = options(body.HealthCheckId).flatMap((id) => leadsTo(model, id) ?? []).filter(({ type }) => type === CHECK);
  const children = direct.flatMap((check) => list(check.get('HealthCheckConfig.ChildHealthChecks'))).flatMap((id) => leadsTo(model, id) ?? []);
  return [...new Set([...direct, ...children])].filter((check) => check.type === CHECK && check.get('HealthCheckConfig.FullyQualifiedDomainName') !== undefined);
}

/** There is a primary and a secondary record of the same name, and each has a health check in every case. */
export function recordsAreChecked(_: Options, { model }: Context): Verdict {
  for (const role of ['PRIMARY', 'SECONDARY']) {
    const own = failoverRecords(model).filter(({ body }) => show(body.Failover) === role);
    if (own.length === 0) return fails(() => `no record with Failover ${role}`);
    const bare = own.find((record) => options(record.body.HealthCheckId).some(absent) && show(aliasOf(record)?.EvaluateTargetHealth) !== 'true');
    if (bare) return at(bare, 'HealthCheckId', () => `${titleOf(bare)} has no health check`);
  }
  return HOLDS;
}

/** Interval x threshold + TTL of each failover record is less than `seconds`. */
export function failsOverInTime({ seconds }: Options, { model }: Context): Verdict {
  const all = failoverRecords(model);
  if (all.length === 0) return fails(() => 'no failover record');
  for (const record of all) {
    const ttl = aliasOf(record) ? ALIAS_TTL : secondsOf(record.body.TTL, 0);
    for (const check of checksOf(record)) {
      const interval = secondsOf(check.get('HealthCheckConfig.RequestInterval'), INTERVAL);
      const threshold = secondsOf(check.get('HealthCheckConfig.FailureThreshold'), THRESHOLD);
      if (ttl === undefined || interval === undefined || threshold === undefined) return open(() => `interval, threshold or TTL of ${titleOf(record)} is not known`);
      const total = interval * threshold + ttl;
      if (total >= Number(seconds)) return at(record, 'HealthCheckId', () => `${interval} s x ${threshold} + ${ttl} s${aliasOf(record) ? ' of an alias' : ''} = ${total} s until clients follow`);
    }
  }
  return HOLDS;
}

/** A health check asks the name of one Region, not the one that fails over. */
export function asksOneRegion({ resource, model, id }: Subject): Verdict {
  const asked = nameOf(resource?.get('HealthCheckConfig.FullyQualifiedDomainName'));
  return failoverRecords(model).some(({ body }) => nameOf(body.Name) === asked)
    ? fails(() => `${id} asks ${asked}, the name that fails over`, ['HealthCheckConfig', 'FullyQualifiedDomainName']) : HOLDS;
}

/** A health check asks a path that an API of the templates has. */
export function asksPathOfApi({ resource, model, id }: Subject): Verdict {
  const path = show(resource?.get('HealthCheckConfig.ResourcePath') ?? '/');
  const last = path.split(/[/?]/).filter(Boolean).at(-1);
  const parts = model.resources('AWS::ApiGateway::Resource').map((one) => show(one.get('PathPart')));
  if (last !== undefined && (parts.includes(last) || parts.includes('{proxy+}'))) return HOLDS;
  const isWritten = model.resources(...APIS).some((api) => JSON.stringify(api.body).includes(`"${path}"`) || api.type === APIS[1]);
  return isWritten ? HOLDS : fails(() => `${id} asks ${path}, which no API has`, ['HealthCheckConfig', 'ResourcePath']);
}

const targetsOf = (record: DnsRecord): readonly (Value | undefined)[] =>
  aliasOf(record) ? [aliasOf(record)!.DNSName] : list(record.body.ResourceRecords);

/** The APIs that a name or an alias ends at, over other records. Undefined when it cannot be known. */
function endsOf(model: Model, value: Value | undefined, depth = 0): readonly Resource[] | undefined {
  if (value instanceof Unknown) return undefined;
  const found = (leadsTo(model, value) ?? []).filter(({ type }) => [...DOMAINS, ...APIS].includes(type));
  if (found.length > 0) return found;
  const next = records(model).filter(({ body }) => body.Failover === undefined && nameOf(body.Name) === nameOf(value));
  return depth > 5 ? [] : next.flatMap((record) => targetsOf(record).flatMap((one) => endsOf(model, one, depth + 1) ?? []));
}

/** Each failover record leads to an API of the templates, and no two to that of the same stack. */
export function recordsReachApis(_: Options, context: Context): Verdict {
  const { model } = context;
  const taken = new Map<unknown, DnsRecord>();
  for (const record of failoverRecords(model)) {
    const ends = targetsOf(record).map((one) => endsOf(model, one));
    if (ends.includes(undefined)) return open(() => `where ${titleOf(record)} leads is given from outside`);
    const [end] = ends.flatMap((one) => one!);
    const key = aliasOf(record) ? 'AliasTarget' : 'ResourceRecords';
    if (!end) return at(record, key, () => `${titleOf(record)} leads to ${targetsOf(record).map((one) => show(one)).join()}, which is no name of an API`);
    const place = serving(context).length > 1 ? end.stack.root : end;
    const other = taken.get(place);
    if (other) return at(record, key, () => `${titleOf(other)} and ${titleOf(record)} both lead to ${end.address}`);
    taken.set(place, record);
  }
  return taken.size > 0 ? HOLDS : fails(() => 'no failover record');
}

/** Each stack that serves has a domain for the name that fails over: API Gateway refuses other names. */
export function servesFailoverName(_: Options, context: Context): Verdict {
  const { model } = context;
  const names = [...new Set(failoverRecords(model).map(({ body }) => nameOf(body.Name)))];
  if (names.length === 0) return fails(() => 'no failover record');
  for (const root of serving(context)) {
    const domains = model.resources(...DOMAINS).filter(({ stack }) => stack.root === root).map((one) => nameOf(one.get('DomainName')));
    const missing = names.find((name) => !domains.includes(name));
    if (missing !== undefined) return fails(() => `${root.name} has no domain for ${missing}, which fails over to it`);
  }
  return HOLDS;
}

/** A domain of an API that its certificate is for. */
export function isCovered({ resource, id }: Subject): Verdict {
  const certificates = linksFrom(resource!).map(({ to }) => to).filter(({ type }) => type === 'AWS::CertificateManager::Certificate');
  const name = nameOf(resource!.get('DomainName'));
  const covers = (pattern: string) => pattern === name || (pattern.startsWith('*.') && name.replace(/^[^.]+\./, '') === pattern.slice(2));
  const bad = certificates.find((one) => ![one.get('DomainName'), ...list(one.get('SubjectAlternativeNames'))].map(nameOf).some(covers));
  return bad ? fails(() => `${bad.id} is not for ${name} of ${id}`, ['RegionalCertificateArn']) : HOLDS;
}

/** A plan of Region switch that moves a name which fails over. */
export function movesFailoverName({ resource, model, id }: Subject): Verdict {
  const names = failoverRecords(model).map(({ body }) => nameOf(body.Name));
  const blocks = mappings(resource?.get('Workflows')).flatMap(({ Steps: steps }) => mappings(steps)).flatMap((step) => mappings(step.ExecutionBlockConfiguration));
  const moved = blocks.flatMap(({ Route53HealthCheckConfig: config }) => isMapping(config) ? [nameOf(config.RecordName)] : []);
  const wrong = moved.find((name) => !names.includes(name));
  return wrong === undefined ? HOLDS : fails(() => `${id} moves ${wrong}, which does not fail over`, ['Workflows']);
}
