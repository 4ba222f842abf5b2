import { endpointType, serviceOf } from './topology';
import { at, Lesson } from '../lesson';
import { absent, isTrue, surely } from '../query';

const GATEWAYS = ['s3', 'dynamodb', 's3express'];

export const endpointTypeWrong: Lesson = {
  id: 'EndpointTypeWrong',
  title: 'An endpoint has the type that its service offers, and what that type needs',
  severity: 'critical',
  facet: 'reliability',
  classes: ['vpc-endpoints', 'invalid-property'],
  why: 'Gateway is the default and exists for S3 and DynamoDB only: of other services, and with security groups or subnets, it is refused; without route tables nothing uses it.',
  fix: 'VpcEndpointType: Interface with SubnetIds and SecurityGroupIds; Gateway with RouteTableIds for S3 and DynamoDB.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html',
  flawed: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.secretsmanager' }`,
  sound: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, VpcEndpointType: Interface, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.secretsmanager', SubnetIds: [subnet] }`,
  *check(model) {
    for (const endpoint of model.resources('AWS::EC2::VPCEndpoint')) {
      const type = endpointType(endpoint);
      const service = serviceOf(endpoint);
      if (type === 'Gateway' && service && !GATEWAYS.includes(service)) {
        yield at(endpoint, 'VpcEndpointType', `Gateway, which ${service} does not offer`);
        continue;
      }
      for (const key of type === 'Gateway' ? ['SecurityGroupIds', 'SubnetIds', 'PrivateDnsEnabled'] : []) {
        const value = endpoint.get(key);
        if (key === 'PrivateDnsEnabled' ? surely(value, isTrue) : value !== undefined && surely(value, Array.isArray)) {
          yield at(endpoint, key, `${key} at an endpoint of type Gateway`, key);
        }
      }
      if (type === 'Gateway' && absent(endpoint.get('RouteTableIds'))) yield at(endpoint, 'RouteTableIds', 'No route table leads to the endpoint', 'RouteTableIds');
      if (type === 'Interface' && absent(endpoint.get('SubnetIds'))) yield at(endpoint, 'SubnetIds', 'No subnet has an address of the endpoint', 'SubnetIds');
      if (type === 'Interface' && !absent(endpoint.get('RouteTableIds'))) yield at(endpoint, 'RouteTableIds', 'Route tables at an endpoint of type Interface', 'Tables');
    }
  },
};
