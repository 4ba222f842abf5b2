import { at, Lesson } from '../lesson';
import { statementsOf } from '../policies';
import { absent } from '../query';

export const endpointPolicyOpen: Lesson = {
  id: 'EndpointPolicyOpen',
  title: 'An endpoint lets through only what its users need',
  severity: 'low',
  facet: 'security',
  classes: ['vpc-endpoints', 'iam-wildcard'],
  why: 'Without a policy the endpoint lets any principal reach any bucket or queue of any account: stolen data leaves that way.',
  fix: 'Write a PolicyDocument with the actions in use, limited by aws:PrincipalAccount or aws:ResourceAccount.',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  pci: ['7.2.1'],
  flawed: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties: { VpcId: vpc, ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.s3', RouteTableIds: [table] }`,
  sound: `
    Endpoint:
      Type: AWS::EC2::VPCEndpoint
      Properties:
        VpcId: vpc
        ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.s3'
        RouteTableIds: [table]
        PolicyDocument:
          Statement: [{ Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { 'aws:ResourceAccount': !Ref AWS::AccountId } } }]`,
  *check(model) {
    for (const endpoint of model.resources('AWS::EC2::VPCEndpoint')) {
      if (absent(endpoint.get('PolicyDocument'))) {
        yield at(endpoint, 'PolicyDocument', 'No policy: everything is let through');
        continue;
      }
      const open = statementsOf(endpoint).find(({ allows, actions, resources, conditions }) => allows && Object.keys(conditions).length === 0
        && resources.includes('*') && actions.some((action) => action === '*' || action.endsWith(':*')));
      if (open) yield at(endpoint, `${open.path}.Action`, `Lets everybody through with ${open.actions.join(', ')}`);
    }
  },
};
