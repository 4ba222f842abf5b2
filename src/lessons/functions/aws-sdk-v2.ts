import { inlineCode, runtimeOf } from './functions';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const SDK = /\brequire\(\s*['"]aws-sdk(\/[^'"]*)?['"]\s*\)|\bfrom\s+['"]aws-sdk(\/[^'"]*)?['"]/;
const FIRST_WITHOUT = 18;

export const awsSdkV2: Lesson = {
  id: 'AwsSdkV2',
  title: 'Inline Node.js code uses version 3 of the AWS SDK',
  severity: 'critical',
  facet: 'reliability',
  classes: ['aws-sdk-v2', 'lambda-package'],
  why: 'Node.js 18 and later bring no aws-sdk: every call fails with "Cannot find module".',
  fix: 'Use the clients of @aws-sdk, such as @aws-sdk/client-dynamodb.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html',
  flawed: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: "const AWS = require('aws-sdk'); exports.handler = async () => 1" } }`,
  sound: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: nodejs22.x, Handler: index.handler, Code: { ZipFile: "const { S3 } = require('@aws-sdk/client-s3'); exports.handler = async () => 1" } }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      const [family, version] = runtimeOf(one) ?? [];
      if (family !== 'nodejs' || version! < FIRST_WITHOUT || list(one.get('Layers')).length > 0) continue;
      if (SDK.test(inlineCode(one) ?? '')) yield at(one, 'Code.ZipFile', `aws-sdk in nodejs${version}.x`);
    }
  },
};
