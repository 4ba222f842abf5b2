/**
 * Compiles what `cdk-payments compare` reads at its start: golden/<system>.assertions.yaml to assets/compare/<system>.json, which is parsed ten times
 * as fast, and the number of resources of each type in each golden, by which the system is detected.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

const SUFFIX = '.assertions.yaml';
const OUT = 'assets/compare';
const schema = CORE_SCHEMA.withTags(mergeTag);

const templateOf = (file) => JSON.parse(readFileSync(`golden/${file}`, 'utf8'));

/** A golden calls the template that it nests by the name of its golden. */
const nestedBy = (stack) => /"\/?([\w.-]+\.template\.json)"/.exec(JSON.stringify(stack))?.[1];

function count(file, counts = {}) {
  for (const resource of Object.values(templateOf(file).Resources)) {
    const nested = resource.Type === 'AWS::CloudFormation::Stack' ? nestedBy(resource) : undefined;
    if (nested) count(nested, counts);
    else if (resource.Type !== 'AWS::CDK::Metadata') counts[resource.Type] = (counts[resource.Type] ?? 0) + 1;
  }
  return counts;
}

mkdirSync(OUT, { recursive: true });
const fingerprints = [];
for (const name of readdirSync('golden').filter((one) => one.endsWith(SUFFIX)).sort()) {
  const { definitions: _, ...file } = load(readFileSync(`golden/${name}`, 'utf8'), { schema });
  writeFileSync(`${OUT}/${file.system}.json`, JSON.stringify(file));
  for (const [variant, files] of Object.entries(file.variants)) {
    const counts = {};
    for (const one of files) count(one, counts);
    fingerprints.push({ system: file.system, variant, files, counts });
  }
}
writeFileSync(`${OUT}/fingerprints.json`, JSON.stringify(fingerprints));
