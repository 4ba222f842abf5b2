import { incomingOf, mayPass } from './topology';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

const HTTPS = 443;

export const endpointPortClosed: Lesson = {
  id: 'EndpointPortClosed',
  title: 'The security group of an interface endpoint lets in HTTPS',
  severity: 'critical',
  facet: 'reliability',
  classes: ['vpc-endpoints', 'sg-rules'],
  why: 'The private name of the service leads to the endpoint, which drops every call: functions and tasks hang until they time out.',
  fix: 'Give the endpoint a security group of its own, with a rule for port 443 from the groups of its users.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  flawed: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-north-1.sqs, SecurityGroupIds: [!Ref Group] }
    Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: Functions } }`,
  sound: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-north-1.sqs, SecurityGroupIds: [!Ref Group] }
    Group:
      Type: AWS::EC2::SecurityGroup
      Properties: { GroupDescription: Endpoints, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }] }`,
  *check(model) {
    for (const endpoint of model.resources('AWS::EC2::VPCEndpoint')) {
      if (!surely(endpoint.get('VpcEndpointType'), (type) => type === 'Interface')) continue;
      const incoming = incomingOf(model, endpoint.get('SecurityGroupIds'));
      if (incoming && !incoming.some((rule) => mayPass(rule, HTTPS))) yield at(endpoint, 'SecurityGroupIds', `Its security groups let in no port ${HTTPS}`);
    }
  },
};
