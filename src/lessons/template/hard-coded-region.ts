import { isSynthesised, propertyOf, propertyTexts } from './sections';
import { Lesson } from '../lesson';

const REGION = '(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-[1-9]';
/** In an ARN, an endpoint, or where a log driver or a dashboard takes one. */
const PLACES = [
  new RegExp(`\\barn:[^:]*:[\\w-]+:(${REGION}):`),
  new RegExp(`(?:^|[./-])(${REGION})\\.(?:amazonaws\\.com|elb\\.amazonaws|console\\.aws)`),
  new RegExp(`\\bcom\\.amazonaws\\.(${REGION})\\.`),
  new RegExp(`"region"\\s*:\\s*"(${REGION})"`),
];
const KEYS = /^(awslogs-region|AWS_REGION|AWS_DEFAULT_REGION|REGION)$/;
const EXACT = new RegExp(`^(${REGION})$`);
/** Their certificates and web ACLs are in us-east-1, wherever the stack is. */
const GLOBAL = ['AWS::CloudFront::Distribution', 'AWS::WAFv2::WebACLAssociation', 'AWS::Route53::HealthCheck'];

export const hardCodedRegion: Lesson = {
  id: 'HardCodedRegion',
  title: 'A template does not spell out its own Region',
  severity: 'medium',
  facet: 'reliability',
  classes: ['hardcoded-region', 'region-mismatch'],
  why: 'Deployed in another Region, as after a failover, the stack points at resources of the first one or fails.',
  fix: 'Write ${AWS::Region}; for a deliberate other Region take a parameter.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html',
  flawed: `
    Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { ServiceName: com.amazonaws.us-east-1.sqs } }`,
  sound: `
    Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { ServiceName: !Sub 'com.amazonaws.\${AWS::Region}.sqs' } }`,
  *check(model) {
    for (const stack of model.stacks.filter((one) => !isSynthesised(one))) {
      for (const resource of stack.resources.values()) {
        if (GLOBAL.includes(resource.type)) continue;
        for (const { text, path } of propertyTexts(resource)) {
          const key = propertyOf(path);
          const named = KEYS.test(key) ? EXACT.exec(text)?.[1] : undefined;
          const region = PLACES.map((place) => place.exec(text)?.[1]).find((one) => one) ?? named;
          if (!region) continue;
          yield { stack, resource, path: ['Resources', resource.id, ...path], found: `Region ${region} is written out`, detail: path.slice(1).join('.') };
        }
      }
    }
  },
};
