import { at, Lesson } from '../lesson';
import { absent, surely } from '../query';

export const listenerWithoutCertificate: Lesson = {
  id: 'ListenerWithoutCertificate',
  title: 'A listener of HTTPS has a certificate',
  severity: 'critical',
  facet: 'reliability',
  classes: ['alb', 'acm-cert', 'invalid-property'],
  why: 'Elastic Load Balancing refuses the listener.',
  fix: 'Certificates: [{ CertificateArn: !Ref Certificate }].',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  flawed: `
    Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: arn, Port: 443, Protocol: HTTPS, DefaultActions: [] } }`,
  sound: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties: { LoadBalancerArn: arn, Port: 443, Protocol: HTTPS, Certificates: [{ CertificateArn: !Ref Certificate }], DefaultActions: [] }
    Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: !Ref AWS::StackName } }`,
  *check(model) {
    for (const listener of model.resources('AWS::ElasticLoadBalancingV2::Listener')) {
      const secure = surely(listener.get('Protocol'), (protocol) => protocol === 'HTTPS' || protocol === 'TLS');
      if (secure && absent(listener.get('Certificates'))) yield at(listener, 'Certificates', 'No certificate');
    }
  },
};
