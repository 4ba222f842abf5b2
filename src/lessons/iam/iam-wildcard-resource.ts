import { allowed, narrowed, plain } from './roles';
import { show, Value } from '../../template';
import { at, Lesson } from '../lesson';
import { Statement } from '../policies';

/**
 * Services whose actions take the ARN of a resource, but for these. What describes and lists is left out of all,
 * as are the actions that only work on * in practice: network interfaces, metrics, traces, the agents of Systems Manager.
 */
const UNSCOPED: Readonly<Record<string, string>> = {
  'athena': 'getcatalogs getexecutionengine getexecutionengines getnamespace getnamespaces getqueryexecutions gettable gettables runquery',
  'backup': 'getsupportedresourcetypes stopbackupjob updateglobalsettings updateregionsettings getrestorejobmetadata getrestoretestinginferredmetadata',
  'batch': '',
  'cloudformation': 'validatetemplate createuploadbucket estimatetemplatecost createresource deleteresource getresource updateresource registertype',
  'codebuild': 'importsourcecredentials deletesourcecredentials createreportgroup',
  'codecommit': '',
  'codepipeline': 'acknowledgejob getactiontype getjobdetails putjobfailureresult putjobsuccessresult pollforjobs',
  'dynamodb': 'purchasereservedcapacityofferings',
  'ecr': 'getauthorizationtoken getregistrypolicy getregistryscanningconfiguration putregistrypolicy createpullthroughcacherule',
  'ecs': 'registertaskdefinition deregistertaskdefinition discoverpollendpoint putaccountsetting putaccountsettingdefault createcluster poll '
    + 'startTelemetrySession submitcontainerstatechange submittaskstatechange submitattachmentstatechanges',
  'elasticache': '',
  'es': '',
  'events': 'testeventpattern',
  'execute-api': '',
  'firehose': '',
  'iam': 'createaccountalias deleteaccountalias getaccountauthorizationdetails getaccountpasswordpolicy updateaccountpasswordpolicy getaccountsummary '
    + 'deleteaccountpasswordpolicy generatecredentialreport getcredentialreport getservicelastaccesseddetails simulatecustompolicy passrole '
    + 'generateservicelastaccesseddetails createservicelinkedrole',
  'kinesis': 'updateshardcount enableenhancedmonitoring disableenhancedmonitoring',
  'kms': 'createkey generaterandom',
  'lambda': 'createeventsourcemapping createcodesigningconfig getaccountsettings',
  'rds-data': '',
  'rds-db': '',
  'rds': 'cancelexporttask modifycertificates',
  's3': 'createjob getaccesspoint getaccountpublicaccessblock putaccountpublicaccessblock putaccesspointpublicaccessblock',
  'scheduler': '',
  'secretsmanager': 'getrandompassword batchgetsecretvalue',
  'sns': 'checkifphonenumberisoptedout createplatformapplication createplatformendpoint deleteendpoint getendpointattributes setendpointattributes '
    + 'getsmsattributes setsmsattributes optinphonenumber publish',
  'sqs': '',
  'ssm': 'cancelcommand createactivation createopsitem getcommandinvocation getinventory putinventory registermanagedinstance getmanifest '
    + 'updateinstanceinformation updateinstanceassociationstatus updateassociationstatus putcomplianceitems putconfigurepackageresult '
    + 'getdeployablepatchsnapshotforinstance getdocument updateopsitem createmaintenancewindow',
  'states': 'sendtasksuccess sendtaskfailure sendtaskheartbeat teststate validatestatemachinedefinition invokehttpendpoint',
  'sts': 'getcalleridentity decodeauthorizationmessage getsessiontoken getservicebearertoken gettokeninfo setsourceidentity tagsession getaccesskeyinfo',
};
/** What reads settings only: scanners of the whole account need it. */
const SETTINGS: Readonly<Record<string, RegExp>> = {
  backup: /^get/,
  cloudformation: /^(get|detect)/,
  codebuild: /^batchget/,
  codepipeline: /^get/,
  ecr: /^(get|batchget|batchcheck)/,
  iam: /^(get|generate|simulate)/,
  kms: /^get/,
  s3: /^get(?!object)/,
  sns: /^get/,
  sqs: /^get/,
  ssm: /^get(?!parameter)/,
};
/** Changing actions of EC2 on what exists; creating needs * for what does not exist yet. */
const EC2 = /^(terminate|stop|start|reboot)instances$|^(modify|delete)(instance|volume|snapshot|vpc|subnet|securitygroup|route)|^runinstances$/;

const openArn = new RegExp('^arn:[^:]*:('
  + 's3:::\\*(/\\*)?|dynamodb:[^:]*:[^:]*:(table/)?\\*|(sqs|sns):[^:]*:[^:]*:\\*|secretsmanager:[^:]*:[^:]*:(secret:)?\\*|kms:[^:]*:[^:]*:(key/)?\\*'
  + '|lambda:[^:]*:[^:]*:(function:)?\\*|states:[^:]*:[^:]*:(stateMachine:)?\\*|iam::[^:]*:(role/|user/)?\\*)$');

const isOpen = (resource: Value) => resource === '*' || openArn.test(plain(resource));

/** Actions that an ARN could be given for, and whose abuse would hurt. */
function scoped({ actions }: Statement): string[] {
  return actions.filter((action) => {
    const [service, name = ''] = action.toLowerCase().split(':');
    if (name === '*' || /^(describe|list)(?!bucket$)/.test(name)) return false;
    if (name !== 'get*' && SETTINGS[service]?.test(name)) return false;
    if (service === 'ec2') return EC2.test(name);
    return Object.hasOwn(UNSCOPED, service) && !UNSCOPED[service].toLowerCase().split(' ').includes(name);
  });
}

export const iamWildcardResource: Lesson = {
  id: 'IamWildcardResource',
  title: 'An IAM statement names its resources, where the action takes them',
  severity: 'medium',
  facet: 'security',
  classes: ['iam-wildcard', 'iam-generic'],
  why: 'The actions are allowed on every table, bucket, queue, key or secret of the account, those of other systems included.',
  fix: 'Write the ARN: !GetAtt Table.Arn, !Sub "${Bucket.Arn}/*". Keep * only for actions without resource-level permissions, in a statement of their own.',
  source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  pci: ['7.2.1', '7.2.2', '7.2.5'],
  flawed: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: ['dynamodb:PutItem', 'dynamodb:Query'], Resource: '*' }] }`,
  sound: `
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
            - { Effect: Allow, Action: 'dynamodb:PutItem', Resource: !GetAtt Table.Arn }
            - { Effect: Allow, Action: ['ecr:GetAuthorizationToken', 'xray:PutTraceSegments', 'dynamodb:ListTables', 'ec2:CreateNetworkInterface'], Resource: '*' }
            - { Effect: Allow, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:ViaService': sqs.eu-west-1.amazonaws.com } } }
    Table: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }`,
  *check(model) {
    for (const one of allowed(model)) {
      if (narrowed(one)) continue;
      const open = one.resources.find(isOpen);
      const actions = open === undefined ? [] : scoped(one);
      if (actions.length === 0) continue;
      const more = actions.length > 3 ? ` and ${actions.length - 3} more` : '';
      yield at(one.holder, `${one.path}.Resource`, `Allows ${actions.slice(0, 3).join(', ')}${more} on ${show(open)}`, one.sid ?? actions[0]);
    }
  },
};
