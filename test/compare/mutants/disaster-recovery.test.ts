import { testMutants } from './mutants';
import { REQUIREMENTS } from '../../disaster-recovery/requirements';
import { alarm, fn, goldenRecovery, Recovery } from '../../disaster-recovery/templates';
import { Resource, Template } from '../../webhook-pipeline/template';

const drop = (template: Template, { id }: Resource) => { delete template.json.Resources[id]; };
/** The payment function with its code in the template, in both Regions. */
const inline = (code: string) => (r: Recovery) => {
  for (const { template } of r.regions) fn(template, 'payment').Properties.Code = { ZipFile: `const put = async (item) => item;\nexports.handler = async (event) => { ${code} };` };
};

testMutants({
  system: 'disaster-recovery',
  requirements: REQUIREMENTS,
  golden: goldenRecovery(),
  candidates: ({ primary, secondary, dns }) => [{ 'primary.template.json': primary.json, 'secondary.template.json': secondary.json, 'dns.template.json': dns.json }],
  own: {
    'DR-02/both-regions': (r) => { for (const { json } of r.all) Object.assign(json, JSON.parse(JSON.stringify(json).replaceAll('us-east-2', 'us-east-1'))); },
    'DR-02/time': (r) => { for (const { template } of r.regions) fn(template, 'payment').Properties.Timeout = 5; },
    'DR-03/throttling': (r) => { for (const { template } of r.regions) for (const one of template.one('AWS::ApiGateway::Stage').Properties.MethodSettings) delete one.ThrottlingRateLimit; },
    'DR-03/alike': ({ secondary }) => { secondary.one('AWS::ApiGateway::Resource', ({ PathPart }) => PathPart === 'payments').Properties.PathPart = 'pay'; },
    'DR-04/domain': (r) => { for (const { json } of r.all) Object.assign(json, JSON.parse(JSON.stringify(json).replaceAll('acme.com', 'example.com'))); },
    'DR-06/api-errors': ({ secondary }) => drop(secondary, alarm(secondary, 'ApiServerErrors')),
    'DR-08/encryption': ({ secondary }) => {
      const { Properties: p } = secondary.all('AWS::SQS::Queue')[0];
      delete p.KmsMasterKeyId;
      p.SqsManagedSseEnabled = false;
    },
    'DR-09/body-parsed': inline('const payment = JSON.parse(event.body); await put({ payment, ConditionExpression: "attribute_not_exists(pk)" }); return { statusCode: 201 };'),
    'DR-09/errors-hidden': inline('try { await put({ ConditionExpression: "attribute_not_exists(pk)" }); } catch (error) { return { statusCode: 400, body: error.message }; }'),
    'DR-09/idempotent': inline('try { await put(JSON.parse(event.body)); } catch { return { statusCode: 400 }; }'),
    'DR-12/retained-names': (r) => { for (const t of r.all) for (const one of Object.values<Resource>(t.json.Resources)) if (one.DeletionPolicy) Object.assign(one, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }); },
    'DR-13/experiment': ({ secondary }) => {
      drop(secondary, secondary.one('AWS::FIS::ExperimentTemplate'));
      delete secondary.json.Outputs.ExperimentTemplateId;
    },
    'DR-13/region-switch': ({ dns }) => {
      drop(dns, dns.one('AWS::ARCRegionSwitch::Plan'));
      delete dns.json.Outputs.RegionSwitchPlanArn;
    },
  },
  beyond: {
    'a queue is in the clear': 'SQS encrypts a queue that says nothing, and a key of the own account was not asked for',
    'the runbook has other times': 'two failures are enough to fail over: only the runbook is wrong then',
    'a role has an inline policy': 'an inline policy is as good; that it is empty is told as a missing property',
  },
  elsewhere: {
    // What is so in one Region alone is not alike in both, which weighs more than these.
    'DR-08 the redrive cannot wait': 'DR-02',
    'DR-09 the metrics go elsewhere': 'DR-02',
    // The same fault, told where it weighs most.
    'DR-13 the experiment may touch every table': 'DR-14',
    'DR-15 the key has no alias': 'DR-01',
    'DR-15 the bucket of the copies has another name': 'DR-05',
    'DR-15 the entry has another name': 'DR-04',
    'DR-15 the secondary needs the primary': 'DR-05',
  },
});
