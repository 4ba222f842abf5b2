import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const targetGroupHealthCheck: Lesson = {
  id: 'TargetGroupHealthCheck',
  title: 'A target group asks a path that tells the health of the application',
  severity: 'low',
  facet: 'reliability',
  classes: ['health-check', 'alb'],
  why: 'Without HealthCheckPath the page / is asked: it may redirect, or answer although the application cannot work.',
  fix: 'HealthCheckPath: /health, with Matcher and thresholds.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  flawed: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, VpcId: vpc } }`,
  sound: `
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, VpcId: vpc, HealthCheckPath: /health } }`,
  *check(model) {
    for (const group of model.resources('AWS::ElasticLoadBalancingV2::TargetGroup')) {
      const http = surely(group.get('Protocol'), (protocol) => protocol === 'HTTP' || protocol === 'HTTPS');
      if (http && absent(group.get('HealthCheckPath'))) yield at(group, 'HealthCheckPath', 'No HealthCheckPath');
    }
  },
};
