import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

const OLD = /^ELBSecurityPolicy-(2016-08|2015-\d\d|2014-\d\d|FS-2018-06|FS-1-1-.*|TLS-1-[01]-.*|TLS13-1-[01]-.*)$/;

export const listenerTlsOld: Lesson = {
  id: 'ListenerTlsOld',
  title: 'A listener takes TLS 1.2 and later only',
  severity: 'high',
  facet: 'security',
  classes: ['tls-transit', 'alb'],
  why: 'Without SslPolicy the listener takes TLS 1.0 and 1.1, which are broken: every scan for PCI DSS fails.',
  fix: 'SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06.',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
  pci: ['4.2.1'],
  flawed: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties: { LoadBalancerArn: arn, Port: 443, Protocol: HTTPS, Certificates: [{ CertificateArn: !Ref Certificate }], DefaultActions: [] }
    Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: !Ref AWS::StackName } }`,
  sound: `
    Listener:
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties:
        LoadBalancerArn: arn
        Port: 443
        Protocol: HTTPS
        SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
        Certificates: [{ CertificateArn: !Ref Certificate }]
        DefaultActions: []
    Certificate: { Type: AWS::CertificateManager::Certificate, Properties: { DomainName: !Ref AWS::StackName } }`,
  *check(model) {
    for (const listener of model.resources('AWS::ElasticLoadBalancingV2::Listener')) {
      if (!surely(listener.get('Protocol'), (protocol) => protocol === 'HTTPS' || protocol === 'TLS')) continue;
      const policy = listener.get('SslPolicy');
      if (surely(policy, (option) => option === undefined || (typeof option === 'string' && OLD.test(option)))) {
        yield at(listener, 'SslPolicy', policy === undefined ? 'No SslPolicy: TLS 1.0 is taken' : `SslPolicy is ${show(policy)}: TLS 1.0 or 1.1 is taken`);
      }
    }
  },
};
