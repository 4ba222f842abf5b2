import { builtinModules } from 'module';
import { inlineCode, runtimeOf } from './functions';
import { PYTHON_MODULES } from './python-modules';
import { at, Lesson } from '../lesson';
import { list } from '../query';

const SDK_V3 = 18;
/** At the start of a line: what is tried inside of a function may have another way. */
const NODE = [/^(?:const|let|var)\s[^\n]*?\brequire\(\s*['"]([^'"]+)['"]\s*\)/gm, /^import\s+(?:[^'"\n]*?\sfrom\s+)?['"]([^'"]+)['"]/gm];
const PYTHON = /^(?:import\s+([\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*)|from\s+([\w.]+)\s+import)/gm;

function imported(code: string, family: string): readonly string[] {
  if (family === 'nodejs') return NODE.flatMap((pattern) => [...code.matchAll(pattern)].map(([, name]) => name));
  return [...code.matchAll(PYTHON)].flatMap(([, names, from]) => (names ?? from).split(',').map((name) => name.trim().split(/[\s.]/)[0]));
}

function provided(name: string, family: string, version: number): boolean {
  if (family === 'python') return PYTHON_MODULES.has(name);
  if (name.startsWith('node:') || builtinModules.includes(name) || builtinModules.includes(name.split('/')[0])) return true;
  if (/^(@aws-sdk|@smithy)\//.test(name)) return version >= SDK_V3;
  // Version 2 has a lesson of its own.
  return name === 'cfn-response' || /^aws-sdk(\/|$)/.test(name);
}

export const inlineCodeDependency: Lesson = {
  id: 'InlineCodeDependency',
  title: 'Inline code imports only what the runtime brings',
  severity: 'critical',
  facet: 'reliability',
  classes: ['lambda-package', 'aws-sdk-v2'],
  why: 'Inline code has no packages beside it: every call fails with an import error.',
  fix: 'Package the code with its dependencies, add a layer, or do without the package.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html',
  flawed: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: python3.13, Handler: index.handler, Code: { ZipFile: "import requests\\ndef handler(event, context):\\n  return 1" } }`,
  sound: `
    Worker:
      Type: AWS::Lambda::Function
      Properties: { Runtime: python3.13, Handler: index.handler, Code: { ZipFile: "import boto3, json\\ndef handler(event, context):\\n  return 1" } }`,
  *check(model) {
    for (const one of model.resources('AWS::Lambda::Function')) {
      const code = inlineCode(one);
      const runtime = runtimeOf(one);
      if (!code || !runtime || list(one.get('Layers')).length > 0) continue;
      for (const name of new Set(imported(code, runtime[0]))) {
        if (!provided(name, ...runtime)) yield at(one, 'Code.ZipFile', `${name} is not in the runtime`, name);
      }
    }
  },
};
