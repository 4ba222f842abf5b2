import { vpcOf } from './topology';
import { at, Lesson } from '../lesson';
import { isFalse, isTrue, off, surely } from '../query';

export const endpointWithoutVpcDns: Lesson = {
  id: 'EndpointWithoutVpcDns',
  title: 'A VPC with private names of endpoints has DNS support and DNS host names',
  severity: 'critical',
  facet: 'reliability',
  classes: ['vpc-endpoints', 'invalid-property'],
  why: 'Private DNS of an endpoint needs enableDnsSupport and enableDnsHostnames; host names are off by default in a VPC that a template creates: the endpoint is refused.',
  fix: 'Set EnableDnsHostnames: true and EnableDnsSupport: true at the VPC.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html',
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-north-1.sqs, PrivateDnsEnabled: true }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, EnableDnsSupport: true } }
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-north-1.sqs, PrivateDnsEnabled: true }`,
  *check(model) {
    for (const endpoint of model.resources('AWS::EC2::VPCEndpoint')) {
      const vpc = vpcOf(model, endpoint);
      if (vpc?.type !== 'AWS::EC2::VPC' || !surely(endpoint.get('PrivateDnsEnabled'), isTrue)) continue;
      const missing = [
        ...off(vpc.get('EnableDnsHostnames')) ? ['EnableDnsHostnames'] : [],
        ...surely(vpc.get('EnableDnsSupport'), isFalse) ? ['EnableDnsSupport'] : [],
      ];
      if (missing.length > 0) yield at(endpoint, 'PrivateDnsEnabled', `${vpc.id} is without ${missing.join(' and ')}`);
    }
  },
};
