import * as fs from 'fs';
import * as path from 'path';
import { CANARY, withoutCanary } from '../tools/scan/canary';
import { Finding } from '../tools/scan/findings';
import { judge, readSuppressions, Suppression } from '../tools/scan/suppressions';

const finding = (over: Partial<Finding> = {}): Finding =>
  ({ scanner: 'checkov', rule: 'CKV_AWS_1', level: 'error', template: 'system.main', resource: 'Queue12AB', message: '', ...over });
const suppression = (over: Partial<Suppression> = {}): Suppression =>
  ({ scanner: 'checkov', rule: 'CKV_AWS_1', reason: 'The queue is one that nobody can send to, as its policy says', where: ['system.*/Queue*'], ...over });

describe('security scan', () => {
  test('MG-16 a suppression covers what it names, and nothing else', () => {
    const covered = finding();
    const others = [finding({ rule: 'CKV_AWS_2' }), finding({ template: 'other' }), finding({ resource: 'Topic' }), finding({ scanner: 'cfn-lint' })];
    expect(judge([covered, ...others], [suppression()])).toEqual({ open: others, suppressed: [covered], faults: [] });
  });

  test('a dot in a name is a dot', () => expect(judge([finding({ template: 'systemXmain' })], [suppression({ where: ['system.main/*'] })]).open).toHaveLength(1));

  test('MG-16 fails when nothing needs a suppression', () => {
    expect(judge([finding()], [suppression({ where: ['system.*/Queue*', 'system.*/Gone*'] })]).faults)
      .toEqual(['checkov CKV_AWS_1: nothing needs the suppression of system.*/Gone*']);
  });

  test.each([['', 'n/a']])('MG-16 fails when a suppression gives no reason: %p', (reason) => {
    expect(judge([finding()], [suppression({ reason })]).faults).toEqual(['checkov CKV_AWS_1: the suppression gives no reason']);
  });

  test('fails when a scanner misses a planted flaw', () => {
    const found = [
      finding({ scanner: 'cfn-lint', rule: 'E3012', template: CANARY, resource: 'Queue' }),
      finding({ rule: 'CKV_AWS_26', template: CANARY, resource: 'Topic' }), finding({ rule: 'CKV_SECRET_2', template: CANARY }),
    ];
    expect(withoutCanary([...found, finding()])).toEqual([finding()]);
    for (const missed of found) expect(() => withoutCanary(found.filter((one) => one !== missed))).toThrow('a planted flaw was not found');
  });

  test('the suppressions are for goldens that exist', () => {
    const goldens = fs.readdirSync(path.join(__dirname, '..', 'golden')).map((file) => file.replace(/\.template\.json$/, ''));
    for (const { where, rule, scanner } of readSuppressions()) {
      expect(['cfn-lint', 'checkov']).toContain(scanner);
      expect(rule).toMatch(/^(CKV2?_|[EWI]\d)/);
      for (const pattern of where) {
        const template = new RegExp(`^${pattern.split('/')[0].replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(goldens.filter((name) => template.test(name))).not.toEqual([]);
      }
    }
  });
});
