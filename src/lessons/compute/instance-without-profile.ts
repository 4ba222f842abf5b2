import { hosts, setting } from './hosts';
import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { absent } from '../query';

/** What calls AWS with the credentials of the instance. */
const CALLS = /(^|[\s;&|(])aws\s+(s3|s3api|ssm|secretsmanager|ec2|ecr|sns|sqs|dynamodb|cloudwatch|logs|rds|kms|autoscaling)\b|amazon-cloudwatch-agent-ctl/m;

export const instanceWithoutProfile: Lesson = {
  id: 'InstanceWithoutProfile',
  title: 'An instance whose start script calls AWS has an instance profile',
  severity: 'high',
  facet: 'reliability',
  classes: ['iam-missing-permission', 'asg-launch'],
  why: 'Without a profile the instance has no credentials: the calls of its user data fail, and Session Manager cannot reach it.',
  fix: 'IamInstanceProfile with an AWS::IAM::InstanceProfile whose role holds AmazonSSMManagedInstanceCore and what the script needs.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html',
  flawed: `
    Instance:
      Type: AWS::EC2::Instance
      Properties: { ImageId: image, UserData: !Base64 'aws s3 cp s3://bucket/app.zip /tmp' }`,
  sound: `
    Instance:
      Type: AWS::EC2::Instance
      Properties: { ImageId: image, UserData: !Base64 'aws s3 cp s3://bucket/app.zip /tmp', IamInstanceProfile: !Ref Profile }
    Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [role] } }`,
  *check(model) {
    for (const host of hosts(model)) {
      const call = CALLS.exec(show(setting(host, 'UserData')));
      if (call && !host.inherits && absent(setting(host, 'IamInstanceProfile'))) {
        yield at(host.resource, `${host.prefix}IamInstanceProfile`, `The user data calls ${call[0].trim()}, but there is no instance profile`);
      }
    }
  },
};
