import { testMutants } from './mutants';
import { REQUIREMENTS } from '../../nested-environments/requirements';
import { Environment, goldenEnvironments, PARTS } from '../../nested-environments/templates';
import { Json, Template } from '../../webhook-pipeline/template';

/** As the goldens are called. */
const filesOf = (set: string, parts: Environment['parts']) => Object.fromEntries(PARTS.map((part) => [`nested-environments.${set}.${part}.template.json`, parts[part].json]));

const only = (template: Template, type: string): Json => template.one(type).Properties;
const drop = (template: Template, ...types: string[]): void => {
  for (const [id, { Type }] of Object.entries<Json>(template.json.Resources)) if (types.includes(Type)) delete template.json.Resources[id];
};
const dropAlarm = ({ master }: Environment, metric: string, namespace: string): void => {
  delete master.json.Resources[master.one('AWS::CloudWatch::Alarm', (p) => p.MetricName === metric && p.Namespace === namespace).id];
};
const subnets = ({ network }: Environment, kind: string) => network.all('AWS::EC2::Subnet').filter(({ id }) => id.startsWith(`Vpc${kind}Subnet`));
const add = ({ master }: Environment, resources: Json): void => { Object.assign(master.json.Resources, resources); };
const configRule = (identifier: string, properties: Json = {}) => ({ Type: 'AWS::Config::ConfigRule', Properties: { Source: { Owner: 'AWS', SourceIdentifier: identifier }, ...properties } });
const stored = (value: Json, type = 'String') => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: type, Value: value } });

testMutants({
  system: 'nested-environments',
  requirements: REQUIREMENTS,
  golden: goldenEnvironments().prod,
  candidates: ({ parts, portable }) => [filesOf('prod', parts), filesOf('portable', portable!)],
  own: {
    'NE-01/parts': ({ compute }) => drop(compute, 'AWS::ECS::Service', 'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy'),
    'NE-01/own-stacks': ({ network, database }) => {
      const { Tags } = database.all('AWS::RDS::DBInstance')[0].Properties;
      network.json.Resources.Replica = {
        Type: 'AWS::RDS::DBInstance',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: { SourceDBInstanceIdentifier: 'reports-prod', DBInstanceClass: 'db.r5.2xlarge', PubliclyAccessible: false, EnablePerformanceInsights: true, MonitoringInterval: 0, Tags },
      };
    },
    'NE-01/service-after-database': ({ compute }) => { delete only(compute, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Environment; },
    'NE-01/in-the-network': ({ database }) => { only(database, 'AWS::RDS::DBSubnetGroup').SubnetIds = ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']; },
    'NE-01/no-circle': ({ network }) => {
      const [one, other] = network.all('AWS::EC2::RouteTable');
      one.DependsOn = [other.id];
      other.DependsOn = [one.id];
    },
    'NE-03/tasks': ({ compute }) => { only(compute, 'AWS::ApplicationAutoScaling::ScalableTarget').MinCapacity = 1; },
    'NE-03/task-size': ({ compute }) => { Object.assign(only(compute, 'AWS::ECS::TaskDefinition'), { Cpu: '256', Memory: '512' }); },
    'NE-03/instances': ({ database }) => {
      for (const { id } of database.all('AWS::RDS::DBInstance').slice(1)) delete database.json.Resources[id];
    },
    'NE-03/thresholds': ({ master }) => { master.one('AWS::CloudWatch::Alarm', (p) => p.MetricName === 'CPUUtilization' && p.Namespace === 'AWS/ECS').Properties.Threshold = 90; },
    'NE-04/engine': ({ database }) => { only(database, 'AWS::RDS::DBCluster').Engine = 'aurora-mysql'; },
    'NE-04/secret-key': ({ database }) => { delete only(database, 'AWS::SecretsManager::Secret').KmsKeyId; },
    'NE-04/parameter-groups': ({ database }) => { delete only(database, 'AWS::RDS::DBCluster').DBClusterParameterGroupName; },
    'NE-04/logs': ({ database }) => { delete only(database, 'AWS::RDS::DBCluster').EnableCloudwatchLogsExports; },
    'NE-04/insights': ({ database }) => { for (const { Properties: p } of database.all('AWS::RDS::DBInstance')) Object.assign(p, { EnablePerformanceInsights: false, MonitoringInterval: 0 }); },
    'NE-05/dev-leaves-nothing': ({ portable }) => { portable!.master.json.Mappings.Environments.dev.DataDeletionPolicy = 'Retain'; },
    'NE-06/vpc': ({ master }) => { delete master.json.Outputs.PaymentsVpcId; },
    'NE-06/private-subnets': ({ master }) => { delete master.json.Outputs.PaymentsPrivateSubnetIds; },
    'NE-06/endpoint': ({ master }) => { delete master.json.Outputs.PaymentsClusterEndpoint; },
    'NE-06/dns-name': ({ master }) => { delete master.json.Outputs.PaymentsLoadBalancerDnsName; },
    'NE-07/public-zones': (e) => { subnets(e, 'Public')[1].Properties.AvailabilityZone = subnets(e, 'Public')[0].Properties.AvailabilityZone; },
    'NE-07/private-zones': (e) => { for (const kind of ['Private', 'Database']) subnets(e, kind)[2].Properties.AvailabilityZone = { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }; },
    'NE-07/internet-gateway': ({ network }) => drop(network, 'AWS::EC2::VPCGatewayAttachment'),
    'NE-07/route-tables': ({ network }) => { delete network.json.Resources[network.all('AWS::EC2::SubnetRouteTableAssociation').find(({ id }) => id.startsWith('VpcDatabase'))!.id]; },
    'NE-08/starts': ({ compute }) => { delete only(compute, 'AWS::ECS::TaskDefinition').ExecutionRoleArn; },
    'NE-08/autoscaling': ({ compute }) => drop(compute, 'AWS::ApplicationAutoScaling::ScalingPolicy'),
    'NE-08/headers': ({ compute }) => {
      const p = only(compute, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
      p.LoadBalancerAttributes = p.LoadBalancerAttributes.filter(({ Key }: Json) => Key !== 'routing.http.drop_invalid_header_fields.enabled');
    },
    'NE-08/logs': ({ compute }) => { delete only(compute, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].LogConfiguration; },
    'NE-09/not-around-service': ({ database, master, network }) => {
      // The database bears the group of the service.
      const given = master.one('AWS::CloudFormation::Stack', (_, id) => id.includes('Database')).Properties.Parameters;
      const own = only(database, 'AWS::RDS::DBCluster').VpcSecurityGroupIds[0].Ref;
      const service = Object.keys(network.json.Outputs).find((name) => name.includes('Service') && name.endsWith('GroupId'));
      given[own]['Fn::GetAtt'][1] = `Outputs.${service}`;
    },
    'NE-09/ways-out': ({ network }) => { for (const { Properties } of network.all('AWS::EC2::SecurityGroup')) Properties.SecurityGroupEgress = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1', Description: 'All' }]; },
    'NE-10/by-tag': ({ compute }) => drop(compute, 'AWS::IAM::ManagedPolicy'),
    'NE-11/service-cpu': (e) => dropAlarm(e, 'CPUUtilization', 'AWS/ECS'),
    'NE-11/service-memory': ({ master }) => { master.one('AWS::CloudWatch::Alarm', (p) => p.MetricName === 'MemoryUtilization').Properties.Threshold = 95; },
    'NE-11/database-cpu': (e) => dropAlarm(e, 'CPUUtilization', 'AWS/RDS'),
    'NE-11/connections': (e) => dropAlarm(e, 'DatabaseConnections', 'AWS/RDS'),
    'NE-11/response-time': (e) => dropAlarm(e, 'TargetResponseTime', 'AWS/ApplicationELB'),
    'NE-11/real-metrics': ({ master }) => { master.one('AWS::CloudWatch::Alarm', (p) => p.MetricName === 'HTTPCode_Target_5XX_Count').Properties.MetricName = 'HTTPCode_Target_5XX'; },
    'NE-12/inherited': (e) => {
      for (const { resource: { Properties } } of [...e.all('AWS::EC2::VPC'), ...PARTS.filter((part) => part !== 'master').flatMap((part) => Object.values<Json>(e.parts[part].json.Resources).map((resource) => ({ resource })))]) {
        if (Properties) delete Properties.Tags;
      }
      e.nested('network').Properties.Tags.pop();
    },
    'NE-13/config-rules': (e) => add(e, { Rule: configRule('REQUIRED_TAGS', { InputParameters: { tag1Key: 'Environment' } }) }),
    'NE-13/open-ports': (e) => add(e, {
      Tags: configRule('REQUIRED_TAGS', { InputParameters: { tag1Key: 'Environment' } }),
      Encryption: configRule('RDS_STORAGE_ENCRYPTED'),
      Ports: configRule('VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS', { InputParameters: { authorizedTcpPorts: '443,22' } }),
    }),
    'NE-13/parameters': (e) => add(e, { Stored: stored({ Ref: 'AWS::Region' }) }),
    'NE-13/plain-parameters': (e) => add(e, { Stored: stored({ Ref: 'AWS::Region' }, 'SecureString') }),
    'NE-13/stack-set': (e) => add(e, {
      Environments: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          StackSetName: 'environments-prod',
          PermissionModel: 'SELF_MANAGED',
          StackInstancesGroup: [{ DeploymentTargets: { Accounts: [{ Ref: 'AWS::AccountId' }] }, Regions: ['us-east-1'], ParameterOverrides: [{ ParameterKey: 'EnvironmentType', ParameterValue: 'dev' }] }],
        },
      },
    }),
    'NE-14/alarms-explained': ({ master }) => { delete master.all('AWS::CloudWatch::Alarm')[0].Properties.AlarmDescription; },
    'NE-14/outputs-explained': ({ master }) => { delete master.json.Outputs.PaymentsVpcId.Description; },
    'NE-14/parameters-grouped': ({ portable }) => { delete portable!.master.json.Metadata['AWS::CloudFormation::Interface']; },
    'NE-15/stacks': (e) => { Object.assign(e.master.json, JSON.parse(JSON.stringify(e.master.json).replaceAll(`"${e.nested('network').id}"`, '"First"'))); },
  },
  beyond: {
    'the service does not wait for the database': 'it takes the endpoint and the secret from outputs of the database stack, so it comes after it anyway',
    'the image is for another processor': 'which processor an image is for does not stand in a template',
  },
  elsewhere: {
    // Whatever is in the stack that was renamed is gone for the others.
    'NE-15 a nested stack says nothing': 'NE-01',
  },
});
