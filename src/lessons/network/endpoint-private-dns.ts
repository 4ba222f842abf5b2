import { endpointType, serviceOf } from './topology';
import { at, Lesson } from '../lesson';
import { off } from '../query';

/** Their gateway endpoints serve the usual names. */
const GATEWAYS = ['s3', 'dynamodb'];

export const endpointPrivateDns: Lesson = {
  id: 'EndpointPrivateDns',
  title: 'An interface endpoint answers to the usual name of its service',
  severity: 'high',
  facet: 'reliability',
  classes: ['vpc-endpoints'],
  why: 'PrivateDnsEnabled is false by default: the SDK keeps calling the public address, past the endpoint, and hangs in a subnet without a way out.',
  fix: 'Set PrivateDnsEnabled: true.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html',
  flawed: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, VpcEndpointType: Interface, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.sqs' }`,
  sound: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, VpcEndpointType: Interface, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.sqs', PrivateDnsEnabled: true }`,
  *check(model) {
    for (const endpoint of model.resources('AWS::EC2::VPCEndpoint')) {
      const service = serviceOf(endpoint);
      if (endpointType(endpoint) === 'Interface' && service && !GATEWAYS.includes(service) && off(endpoint.get('PrivateDnsEnabled'))) {
        yield at(endpoint, 'PrivateDnsEnabled', `Off for ${service}`);
      }
    }
  },
};
