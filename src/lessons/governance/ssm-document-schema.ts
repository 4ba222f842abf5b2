import { isMapping, Value } from '../../template';
import { at, Lesson } from '../lesson';

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  Automation: ['0.3'],
  Command: ['1.2', '2.0', '2.2'],
  Session: ['1.0'],
  Policy: ['2.0', '2.2'],
};

/** The version, and what a document of it consists of. */
function contentOf(content: Value | undefined): { readonly version?: Value; readonly keys: readonly string[] } | undefined {
  if (isMapping(content)) return { version: content.schemaVersion, keys: Object.keys(content) };
  if (typeof content !== 'string') return undefined;
  const version = /["']?schemaVersion["']?\s*:\s*["']?(\d\.\d)/.exec(content)?.[1];
  return version ? { version, keys: [] } : undefined;
}

export const ssmDocumentSchema: Lesson = {
  id: 'SsmDocumentSchema',
  title: 'The schema version of a document fits its type',
  severity: 'critical',
  facet: 'reliability',
  classes: ['ssm', 'invalid-property'],
  why: 'The deployment fails with InvalidDocumentContent or InvalidDocumentSchemaVersion.',
  fix: 'Automation: 0.3. Command: 2.2 with mainSteps. Session: 1.0. The type is Command when none is given.',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html',
  flawed: `
    Document: { Type: AWS::SSM::Document, Properties: { DocumentType: Automation, Content: { schemaVersion: '2.2', mainSteps: [] } } }`,
  sound: `
    Document: { Type: AWS::SSM::Document, Properties: { DocumentType: Automation, Content: { schemaVersion: '0.3', mainSteps: [] } } }`,
  *check(model) {
    for (const document of model.resources('AWS::SSM::Document')) {
      const type = document.get('DocumentType') ?? 'Command';
      const content = contentOf(document.get('Content'));
      const versions = typeof type === 'string' ? VERSIONS[type] : undefined;
      if (!versions || !content) continue;
      if (content.version === undefined) {yield at(document, 'Content', 'No schemaVersion', 'version');} else if (typeof content.version !== 'object' && !versions.includes(String(content.version)) && !versions.includes(`${String(content.version)}.0`)) {
        yield at(document, 'Content.schemaVersion', `schemaVersion ${String(content.version)} for ${String(type)}: ${versions.join(', ')}`, 'version');
      }
    }
  },
};
