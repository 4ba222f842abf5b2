import { allow, architecture, arn, lambda, partOf, ref, resource, role } from './drawn';

const NETWORK = {
  Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Gateway: resource('EC2::InternetGateway'),
  Attachment: resource('EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') }),
  ...subnet('Open', ref('Gateway'), 'GatewayId'),
  ...subnet('Inner', ref('Nat'), 'NatGatewayId'),
  ...subnet('Closed'),
  ...subnet('Sealed'),
  Nat: resource('EC2::NatGateway', { SubnetId: ref('Open'), AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] } }),
  Address: resource('EC2::EIP'),
};

function subnet(id: string, target?: object, property = '') {
  return {
    [id]: resource('EC2::Subnet', { VpcId: ref('Vpc') }),
    [`${id}Table`]: resource('EC2::RouteTable', { VpcId: ref('Vpc') }),
    [`${id}In`]: resource('EC2::SubnetRouteTableAssociation', { SubnetId: ref(id), RouteTableId: ref(`${id}Table`) }),
    ...target && { [`${id}Route`]: resource('EC2::Route', { RouteTableId: ref(`${id}Table`), DestinationCidrBlock: '0.0.0.0/0', [property]: target }) },
  };
}

test('subnets are public, private or isolated by where their routes lead', () => {
  const { frames, parts } = architecture(NETWORK);
  const ids = (resources: readonly { readonly id: string }[]) => resources.map(({ id }) => id).join();
  expect(frames.map(({ frame, details }) => [frame.title, frame.parent?.title, ids(frame.resources), ids(details)])).toEqual([
    ['VPC · 10.0.0.0/16', undefined, 'Vpc', ''],
    ['Public subnets', 'VPC · 10.0.0.0/16', 'Open', 'OpenTable,OpenIn,OpenRoute'],
    ['Private subnets', 'VPC · 10.0.0.0/16', 'Inner', 'InnerTable,InnerIn,InnerRoute'],
    ['Isolated subnets · 2', 'VPC · 10.0.0.0/16', 'Closed,Sealed', 'ClosedTable,ClosedIn,SealedTable,SealedIn'],
  ]);
  expect(parts.map(({ name, frame, details }) => [name, frame?.title, details.map(({ id }) => id).join()])).toEqual([['Gateway', 'VPC · 10.0.0.0/16', 'Attachment'], ['Nat', 'Public subnets', 'Address']]);
});

test('subnets without a route table are public when they give public addresses', () => {
  const titles = (properties: object) => architecture({ Vpc: resource('EC2::VPC'), A: resource('EC2::Subnet', { VpcId: ref('Vpc'), ...properties }) }).frames.map(({ frame }) => frame.title);
  expect(titles({ MapPublicIpOnLaunch: true })).toEqual(['VPC', 'Public subnets']);
  expect(titles({})).toEqual(['VPC', 'Subnets']);
});

test('subnets are told apart by what the CDK calls them', () => {
  const subnets = ['Entry', 'Public', 'Entry'].map((name, at) => [`S${at}`, resource('EC2::Subnet', {
    VpcId: ref('Vpc'), MapPublicIpOnLaunch: true, Tags: [{ Key: 'Name', Value: 'x' }, { Key: 'aws-cdk:subnet-name', Value: name }],
  })]);
  const { frames } = architecture({ Vpc: resource('EC2::VPC'), ...Object.fromEntries(subnets) });
  expect(frames.map(({ frame }) => frame.title)).toEqual(['VPC', 'Entry: public subnets · 2', 'Public subnets']);
});

test('a database stands in the subnets of its subnet group, across all of them in the VPC', () => {
  const database = (...subnets: string[]) => partOf(architecture({
    ...NETWORK, Data: resource('RDS::DBInstance', { DBSubnetGroupName: ref('Group') }), Group: resource('RDS::DBSubnetGroup', { SubnetIds: subnets.map(ref) }),
  }), 'Data');
  expect(database('Closed', 'Sealed').frame?.title).toBe('Isolated subnets · 2');
  expect(database('Closed', 'Inner').frame?.title).toBe('VPC · 10.0.0.0/16');
});

describe('a function', () => {
  const inside = { VpcConfig: { SubnetIds: [ref('Inner')], SecurityGroupIds: [] } };

  test('stands in its subnets', () => {
    const found = partOf(architecture({ ...NETWORK, Fn: lambda('Role', inside), Role: role(allow('dynamodb:PutItem', arn('Table'))), Table: resource('DynamoDB::Table') }), 'Fn');
    expect([found.frame?.title, found.remark]).toEqual(['Private subnets', undefined]);
  });

  test('stands outside, and says where it is, when it works with another one through what is outside', () => {
    const found = architecture({
      ...NETWORK,
      Front: lambda('FrontRole', inside),
      FrontRole: role(allow('sqs:SendMessage', arn('Queue'))),
      Queue: resource('SQS::Queue'),
      Mapping: resource('Lambda::EventSourceMapping', { EventSourceArn: arn('Queue'), FunctionName: ref('Back') }),
      Back: lambda('BackRole', inside),
      BackRole: role(),
    });
    for (const id of ['Front', 'Back']) expect([partOf(found, id).frame, partOf(found, id).remark]).toEqual([undefined, 'in VPC, private subnets']);
  });
});
