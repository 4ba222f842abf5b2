import { aliasOf, inRecord, records } from './balancers';
import { at, Lesson } from '../lesson';
import { absent, off, surely } from '../query';

export const failoverWithoutHealthCheck: Lesson = {
  id: 'FailoverWithoutHealthCheck',
  title: 'The primary record of a failover has a health check',
  severity: 'high',
  facet: 'reliability',
  classes: ['route53', 'multi-region', 'health-check'],
  why: 'A record without a health check counts as healthy for ever: the second Region never takes over.',
  fix: 'HealthCheckId with an AWS::Route53::HealthCheck, or EvaluateTargetHealth: true at an alias.',
  source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html',
  flawed: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties: { Name: pay.acme.dev, Type: CNAME, TTL: '20', SetIdentifier: first, Failover: PRIMARY, ResourceRecords: [a.acme.dev] }`,
  sound: `
    Record:
      Type: AWS::Route53::RecordSet
      Properties: { Name: pay.acme.dev, Type: CNAME, TTL: '20', SetIdentifier: first, Failover: PRIMARY, ResourceRecords: [a.acme.dev], HealthCheckId: !Ref Check }
    Check: { Type: AWS::Route53::HealthCheck, Properties: { HealthCheckConfig: { Type: HTTPS, RequestInterval: 10, FailureThreshold: 3 } } }`,
  *check(model) {
    for (const record of records(model)) {
      if (!surely(record.body.Failover, (role) => role === 'PRIMARY')) continue;
      const alias = aliasOf(record);
      if (absent(record.body.HealthCheckId) && (!alias || off(alias.EvaluateTargetHealth))) {
        yield at(record.holder, inRecord(record, 'HealthCheckId'), 'The primary record has no health check', record.path);
      }
    }
  },
};
