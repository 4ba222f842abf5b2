import { show } from '../../template';
import { at, Lesson } from '../lesson';
import { surely } from '../query';

export const hostedZoneNameDot: Lesson = {
  id: 'HostedZoneNameDot',
  title: 'HostedZoneName ends with a dot',
  severity: 'critical',
  facet: 'reliability',
  classes: ['route53', 'invalid-property'],
  why: 'CloudFormation finds no zone of that name, and the record fails.',
  fix: 'HostedZoneName: !Sub "${Domain}.", or HostedZoneId.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html',
  flawed: `
    Record: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneName: acme.dev, Name: pay.acme.dev, Type: A, TTL: '60', ResourceRecords: [192.0.2.1] } }`,
  sound: `
    Record: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneName: acme.dev., Name: pay.acme.dev, Type: A, TTL: '60', ResourceRecords: [192.0.2.1] } }`,
  *check(model) {
    for (const record of model.resources('AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup')) {
      const name = record.get('HostedZoneName');
      if (surely(name, (option) => typeof option === 'string' && option !== '' && !option.endsWith('.'))) yield at(record, 'HostedZoneName', `${show(name)} ends without a dot`);
    }
  },
};
