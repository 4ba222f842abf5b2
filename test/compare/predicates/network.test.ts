import { Evaluation } from '../../../src/compare/evaluation';
import { PREDICATES } from '../../../src/compare/predicates';
import { loadText } from '../../../src/template';

const ASKED = { dev: '10.0.0.0/16', staging: '10.1.0.0/16', prod: '10.2.0.0/16' };
/** `true`, or what is wrong. */
const apart = (template: string) => {
  const { truth, say } = PREDICATES.ofTemplates.rangesApart({ asked: ASKED }, new Evaluation(loadText(template), new Map()));
  return truth === true ? true : say?.();
};
const chosen = (dev: string, staging: string, prod: string) => `
Parameters: { Stage: { Type: String, AllowedValues: [dev, staging, prod] } }
Mappings: { Stages: { dev: { Range: ${dev} }, staging: { Range: ${staging} }, prod: { Range: ${prod} } } }
Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !FindInMap [Stages, !Ref Stage, Range] } } }`;
const fixed = (range: string, environment: string) =>
  `Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: ${range}, Tags: [{ Key: Environment, Value: ${environment} }] } } }`;

describe('no environment lies in the range of another one', () => {
  test.each([
    ['as asked', chosen('10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16')],
    ['other ranges than asked', chosen('10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16')],
    ['a fixed environment with a range of its own', fixed('172.20.0.0/16', 'prod')],
    ['nothing says which environment it is', 'Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } } }'],
    ['a range that IPAM gives', 'Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { Ipv4IpamPoolId: pool } } }'],
  ])('%s', (_, template) => expect(apart(template)).toBe(true));

  test.each([
    ['two share one', chosen('10.0.0.0/16', '10.0.0.0/16', '10.2.0.0/16'), 'Vpc has 10.0.0.0/16 in dev, and staging 10.0.0.0/16'],
    ['one lies in another', chosen('10.0.0.0/16', '10.1.0.0/16', '10.0.128.0/20'), 'Vpc has 10.0.0.0/16 in dev, and prod 10.0.128.0/20'],
    ['a fixed one takes what was asked for another', fixed('10.0.0.0/16', 'prod'), 'Vpc has 10.0.0.0/16 in prod, and dev 10.0.0.0/16'],
  ])('fails when %s', (_, template, saying) => expect(apart(template)).toBe(saying));
});
