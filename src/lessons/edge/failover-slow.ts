import { aliasOf, inRecord, records, seconds } from './balancers';
import { at, Lesson } from '../lesson';
import { target } from '../query';

const INTERVAL = 30;
const THRESHOLD = 3;
/** Of an alias: nobody can change it. */
const ALIAS_TTL = 60;
const MINUTE = 60;
/** Detection in half a minute is what an alias can do. */
const LONGEST_WITH_ALIAS = 90;

export const failoverSlow: Lesson = {
  id: 'FailoverSlow',
  title: 'A failover by DNS takes about a minute',
  severity: 'medium',
  facet: 'reliability',
  classes: ['route53', 'multi-region', 'health-check'],
  why: 'Clients are sent to the failed Region for interval x threshold + TTL seconds.',
  fix: 'RequestInterval 10, FailureThreshold 2 or 3, TTL 20 or less.',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  flawed: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties: { Name: pay.acme.dev, Type: CNAME, TTL: '60', SetIdentifier: first, Failover: PRIMARY, ResourceRecords: [a.acme.dev], HealthCheckId: !Ref Check }
    Check: { Type: AWS::Route53::HealthCheck, Properties: { HealthCheckConfig: { Type: HTTPS, RequestInterval: 30, FailureThreshold: 3 } } }`,
  sound: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties: { Name: pay.acme.dev, Type: CNAME, TTL: '20', SetIdentifier: first, Failover: PRIMARY, ResourceRecords: [a.acme.dev], HealthCheckId: !Ref Check }
    Check: { Type: AWS::Route53::HealthCheck, Properties: { HealthCheckConfig: { Type: HTTPS, RequestInterval: 10, FailureThreshold: 3 } } }`,
  *check(model) {
    for (const record of records(model)) {
      const check = target(model, record.body.HealthCheckId);
      if (check?.type !== 'AWS::Route53::HealthCheck' || record.body.Failover === undefined) continue;
      // A calculated check, or one of an alarm, has no interval of its own.
      if (['CALCULATED', 'CLOUDWATCH_METRIC', 'RECOVERY_CONTROL'].includes(String(check.get('HealthCheckConfig.Type')))) continue;
      const alias = aliasOf(record) !== undefined;
      const ttl = alias ? ALIAS_TTL : seconds(record.body.TTL, 0);
      const interval = seconds(check.get('HealthCheckConfig.RequestInterval'), INTERVAL);
      const threshold = seconds(check.get('HealthCheckConfig.FailureThreshold'), THRESHOLD);
      if (ttl === undefined || interval === undefined || threshold === undefined) continue;
      const total = interval * threshold + ttl;
      if (total > (alias ? LONGEST_WITH_ALIAS : MINUTE)) {
        yield at(record.holder, inRecord(record, 'HealthCheckId'), `${interval} s x ${threshold} + ${ttl} s = ${total} s until clients follow`, record.path);
      }
    }
  },
};
