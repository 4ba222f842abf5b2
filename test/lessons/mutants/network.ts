import { first, Mutants, Template } from './mutant';

const endpoint = (template: Template, part: string) => first(template, 'AWS::EC2::VPCEndpoint', part).Properties;

function without(template: Template, type: string, part = ''): void {
  const [id] = Object.entries(template.Resources).find(([name, resource]) => resource.Type === type && name.includes(part))!;
  delete template.Resources[id];
}

export const NETWORK: Mutants = {
  AdminPortOpen: (template) => {
    first(template, 'AWS::EC2::SecurityGroup', 'Functions').Properties.SecurityGroupIngress = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'All' }];
  },
  CidrOverlap: (template) => { first(template, 'AWS::EC2::Subnet', 'PrivateSubnet2').Properties.CidrBlock = '10.64.4.0/22'; },
  DataPortByAddress: (template) => {
    first(template, 'AWS::EC2::SecurityGroup', 'Functions').Properties.SecurityGroupIngress = [
      { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: { 'Fn::GetAtt': [Object.keys(template.Resources).find((id) => template.Resources[id].Type === 'AWS::EC2::VPC'), 'CidrBlock'] } },
    ];
  },
  EgressOpen: (template) => {
    first(template, 'AWS::EC2::SecurityGroup', 'Functions').Properties.SecurityGroupEgress = [{ IpProtocol: -1, CidrIp: '0.0.0.0/0', Description: 'All' }];
  },
  EndpointPolicyOpen: (template) => { delete endpoint(template, 'Sqs').PolicyDocument; },
  EndpointPortClosed: (template) => { first(template, 'AWS::EC2::SecurityGroupIngress', 'Endpoints').Properties.FromPort = 444; },
  EndpointPrivateDns: (template) => { endpoint(template, 'SecretsManager').PrivateDnsEnabled = false; },
  EndpointTypeWrong: (template) => { delete endpoint(template, 'Kms').VpcEndpointType; },
  EndpointWithoutVpcDns: (template) => { delete first(template, 'AWS::EC2::VPC').Properties.EnableDnsHostnames; },
  FlowLogWithoutRole: (template) => { delete first(template, 'AWS::EC2::FlowLog').Properties.DeliverLogsPermissionArn; },
  FlowLogsMissing: (template) => { without(template, 'AWS::EC2::FlowLog'); },
  FunctionWithoutExit: (template) => { without(template, 'AWS::EC2::VPCEndpoint', 'SecretsManager'); },
  NetworkIdHardCoded: (template) => { first(template, 'AWS::EC2::SecurityGroup', 'Endpoints').Properties.VpcId = 'vpc-0123456789abcdef0'; },
  PublicSubnetWithoutRoute: (template) => { first(template, 'AWS::EC2::Subnet').Properties.MapPublicIpOnLaunch = true; },
  RuleWithoutDescription: (template) => { delete first(template, 'AWS::EC2::SecurityGroupIngress').Properties.Description; },
  SecurityGroupOpen: (template) => {
    const { Properties: rule } = first(template, 'AWS::EC2::SecurityGroupIngress');
    delete rule.SourceSecurityGroupId;
    Object.assign(rule, { CidrIpv6: '::/0', FromPort: 8443, ToPort: 8443 });
  },
  SecurityGroupText: (template) => { first(template, 'AWS::EC2::SecurityGroupIngress').Properties.Description = 'Functions → endpoints'; },
  SubnetWithoutRouteTable: (template) => { without(template, 'AWS::EC2::SubnetRouteTableAssociation'); },
  ZoneHardCoded: (template) => { first(template, 'AWS::EC2::Subnet').Properties.AvailabilityZone = 'eu-north-1a'; },
};
