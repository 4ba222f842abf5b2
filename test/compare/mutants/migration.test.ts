import { testMutants } from './mutants';
import { REQUIREMENTS } from '../../migration/requirements';
import { alarm, drop, fn, goldenMigration, queue } from '../../migration/system';
import { Json, Template } from '../../webhook-pipeline/template';

const only = (template: Template, type: string): Json => template.one(type).Properties;
const dropOutput = (name: string) => ({ both }: { both: Template[] }) => { for (const { json } of both) delete json.Outputs[name]; };
const database = (template: Template): Json => only(template, 'AWS::RDS::DBInstance');

testMutants({
  system: 'migration',
  requirements: REQUIREMENTS,
  golden: goldenMigration(),
  candidates: ({ primary, replica }) => [{ 'migration.primary.template.json': primary.json, 'migration.replica.template.json': replica.json }],
  own: {
    'MG-18/retained-names': ({ primary }) => { for (const one of Object.values<Json>(primary.json.Resources)) if (one.DeletionPolicy) Object.assign(one, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }); },
    'MG-02/firewall': ({ primary }) => { for (const { Properties } of primary.all('AWS::NetworkFirewall::Firewall')) Properties.FirewallPolicyArn = { 'Fn::GetAtt': [primary.all('AWS::NetworkFirewall::RuleGroup')[0].id, 'RuleGroupArn'] }; },
    'MG-03/engine': ({ primary }) => { database(primary).Engine = 'mariadb'; },
    'MG-03/by-group': ({ primary }) => {
      primary.target(database(primary).VPCSecurityGroups[0]).Properties.SecurityGroupIngress = [{ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, CidrIp: '172.16.0.0/16', Description: 'All' }];
    },
    'MG-03/logs': ({ primary }) => { delete database(primary).EnableCloudwatchLogsExports; },
    'MG-03/monitored': ({ replica }) => { Object.assign(database(replica), { EnablePerformanceInsights: false, MonitoringInterval: 0 }); },
    'MG-05/function': ({ both }) => { for (const template of both) fn(template, 'migrated').Properties.Environment.Variables = {}; },
    'MG-05/database-reached': ({ primary }) => {
      drop(primary, primary.one('AWS::RDS::DBProxyTargetGroup'));
      drop(primary, primary.one('AWS::RDS::DBProxy'));
    },
    'MG-05/runtime': ({ primary }) => { fn(primary, 'migrated').Properties.Runtime = 'nodejs18.x'; },
    'MG-05/nothing-lost': ({ primary }) => { delete queue(primary, 'payments-queue').Properties.RedrivePolicy; },
    'MG-05/not-throttled': ({ primary }) => { delete only(primary, 'AWS::Lambda::EventSourceMapping').ScalingConfig; },
    'MG-06/keys': ({ replica }) => drop(replica, replica.one('AWS::EC2::VPCEndpoint', (p) => JSON.stringify(p.ServiceName).includes('.kms'))),
    'MG-07/watched': ({ both }) => { for (const template of both) alarm(template, 'DatabaseStorage').MetricName = 'FreeLocalStorage'; },
    'MG-08/logged': ({ primary }) => { delete only(primary, 'AWS::Transfer::Server').LoggingRole; },
    'MG-09/not-retired': ({ primary }) => { primary.json.Resources.Flags = { Type: 'AWS::Evidently::Project', Properties: { Name: 'flags-prod' } }; },
    'MG-10/service': ({ primary }) => drop(primary, primary.one('AWS::ECS::Service')),
    'MG-11/flags': ({ primary }) => {
      primary.json.Parameters.Application = { Type: 'String', Default: 'abcd123', AllowedPattern: '^[a-z0-9]{4,7}$', Description: 'An application of AppConfig' };
      only(primary, 'AWS::AppConfig::ConfigurationProfile').ApplicationId = { Ref: 'Application' };
    },
    'MG-12/zone': ({ primary }) => { primary.one('AWS::FIS::ExperimentTemplate', ({ Targets }) => JSON.stringify(Targets ?? '').includes(':subnet/')).Properties.Actions.fault.ActionId = 'aws:fis:wait'; },
    'MG-12/function': ({ primary }) => drop(primary, primary.one('AWS::FIS::ExperimentTemplate', ({ Actions }) => JSON.stringify(Actions).includes('aws:ssm:'))),
    'MG-14/copy': ({ replica }) => drop(replica, replica.one('AWS::RDS::DBInstance')),
    'MG-15/drift': ({ primary }) => { only(primary, 'AWS::Config::ConfigRule').Source.SourceIdentifier = 'REQUIRED_TAGS'; },
    'MG-15/mended': ({ primary }) => drop(primary, primary.one('AWS::Config::RemediationConfiguration')),
    'MG-16/clean': ({ primary }) => { primary.target(fn(primary, 'migrated').Properties.Role).Properties.AssumeRolePolicyDocument.Statement[0] = { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: '*' } }; },
    'MG-17/network': dropOutput('VpcId'),
    'MG-17/function': dropOutput('MigratedFunctionArn'),
    'MG-17/key-and-topic': dropOutput('KeyArn'),
    'MG-17/firewall': dropOutput('NetworkFirewallArns'),
    'MG-18/unnamed-roles': ({ primary }) => { primary.all('AWS::IAM::Role')[0].Properties.RoleName = 'pay-migration-eu-west-2-prod'; },
  },
  beyond: {
    'the proxy has another secret': 'the attachment gives the ARN of the same secret',
    'it does not know its secret': 'which variables a handler reads does not stand in a template',
    'the standby trusts no certificate of an instance': 'which certificates a handler trusts does not stand in a template',
    'SQS hands out more than is reserved': 'fifty of fifty is within what is reserved',
    'harm to payments ends none': 'another alarm ends the experiment',
    'the function never goes on': 'the steps of a document are code',
    'the function goes on with less': 'the steps of a document are code',
    'detection misses a type': 'which reads detection needs depends on the types of the stack',
    'remediation may change resources itself': 'a remediation may change resources itself, or by change sets',
    'the document takes any stack': 'the parameters of a document are code; the role is held to the stack',
    'nobody judges what would be replaced': 'the steps of a document are code',
    'it goes on whatever was judged': 'the steps of a document are code',
  },
  elsewhere: {
    // The mutant takes a route from the private subnets too.
    'MG-01 databases have a way out': 'MG-02',
    // What made the custom resource is a function like any other then, without tags.
    'MG-01 the default security group is open': 'MG-15',
    // The same fault, told where it weighs most.
    'MG-08 everybody may connect': 'MG-06',
    'MG-09 disks are taken from everybody': 'MG-06',
    'MG-09 the endpoint carries disks to other accounts': 'MG-06',
    'MG-10 tasks are in public subnets': 'MG-01',
    'MG-10 errors ring nowhere': 'MG-07',
    'MG-14 the plan promotes another instance': 'MG-18',
    'MG-18 costs cannot be told apart': 'MG-15',
    // CloudFormation refuses these mutants.
    'MG-10 everybody reaches the tasks': 'MG-16',
    'MG-15 the costs of files cannot be told apart': 'MG-16',
  },
});
