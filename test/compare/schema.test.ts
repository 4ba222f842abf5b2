import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { TemplateComparison } from '../../src/compare';

const ROOT = path.join(__dirname, '..', '..');
const schema = JSON.parse(fs.readFileSync(path.join(ROOT, 'docs', 'compare.schema.json'), 'utf8')) as object;
const reportOf = (candidate: string): Record<string, unknown> => JSON.parse(new TemplateComparison({ paths: [path.join(ROOT, candidate)] }).toJson());

describe('JSON of a comparison', () => {
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
  const faults = (report: unknown) => { ajv.validate(schema, report); return ajv.errors ?? []; };
  const report = reportOf('examples/candidates/event-api.yaml');

  test.each(['examples/candidates/nested-environments', 'golden/event-api.default.template.json'])('of %s is as docs/compare.schema.json says', (candidate) => {
    expect(faults(reportOf(candidate))).toEqual([]);
    expect(faults(report)).toEqual([]);
  });

  test('fails when a field is missing, is of another kind, or is not in the schema', () => {
    expect(faults({ ...report, version: 2 })).not.toEqual([]);
    expect(faults({ ...report, candidates: undefined })).not.toEqual([]);
    expect(faults({ ...report, more: 1 })).not.toEqual([]);
  });
});
