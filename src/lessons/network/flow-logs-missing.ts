import { at, Lesson } from '../lesson';
import { target } from '../query';

export const flowLogsMissing: Lesson = {
  id: 'FlowLogsMissing',
  title: 'A VPC keeps flow logs',
  severity: 'low',
  facet: 'security',
  classes: ['flow-logs', 'monitoring-general'],
  why: 'Without flow logs nobody can tell afterwards who spoke to whom: an intrusion or a blocked connection leaves no trace.',
  fix: 'Add an AWS::EC2::FlowLog of ResourceType VPC and TrafficType ALL to a log group or a bucket.',
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6',
  pci: ['10.2.1', '10.3.3'],
  flawed: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }`,
  sound: `
    Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
    Bucket: { Type: AWS::S3::Bucket }
    FlowLog:
      Type: AWS::EC2::FlowLog
      Properties: { ResourceId: !Ref Vpc, ResourceType: VPC, TrafficType: ALL, LogDestinationType: s3, LogDestination: !GetAtt Bucket.Arn }`,
  *check(model) {
    const logged = model.resources('AWS::EC2::FlowLog').map((log) => target(model, log.get('ResourceId')));
    // A flow log of something that is not known may be that of any VPC; those of subnets and interfaces are a choice as well.
    if (logged.some((one) => one === undefined)) return;
    for (const vpc of model.resources('AWS::EC2::VPC')) {
      const parts = logged.some((one) => one === vpc || (one && target(model, one.get('VpcId')) === vpc));
      if (!parts) yield at(vpc, '', 'No flow log of this VPC');
    }
  },
};
