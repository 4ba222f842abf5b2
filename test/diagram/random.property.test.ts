import fc from 'fast-check';
import { architecture, draw, model } from './drawn';
import { problems } from './well-formed';
import { WAYS } from '../../src/diagram/details';
import { PARTS } from '../../src/diagram/kinds';

const TYPES = [...Object.keys(PARTS), ...Object.keys(WAYS), 'EC2::VPC', 'EC2::Subnet', 'CDK::Metadata', 'Unheard::Of'].map((type) => `AWS::${type}`);
const PROPERTIES = [...new Set(Object.values(WAYS).flat())].filter((way) => !way.startsWith('@'));

/** Resources of any types that name each other in any way. */
const resources = (most: number) => fc.array(fc.record({
  type: fc.constantFrom(...TYPES, 'Custom::Any', 'No type'),
  names: fc.dictionary(fc.constantFrom(...PROPERTIES, 'SubnetIds', 'ServiceToken', 'Targets'), fc.nat(most), { maxKeys: 4 }),
}), { minLength: 1, maxLength: most }).map((all) => Object.fromEntries(all.map(({ type, names }, at) => [`R${at}`, {
  Type: type, Properties: Object.fromEntries(Object.entries(names).map(([property, to]) => [property, { 'Fn::GetAtt': [`R${to % all.length}`, 'Arn'] }])),
}])));

test('whatever names whatever, every resource is told once', () => {
  fc.assert(fc.property(resources(40), (all) => {
    const { parts, frames, leftOut } = architecture(all);
    const drawnAs = [...parts.map((part) => [part.resources, part.details]), ...frames.map(({ frame, details }) => [frame.resources, details])];
    const told = [...drawnAs.flat(2), ...leftOut.keys()];
    expect(told.map(({ id }) => id).sort()).toEqual(Object.keys(all).sort());
  }), { numRuns: 200 });
});

test('whatever names whatever, it is drawn, and the order of the template changes no link', () => {
  const idOf = ({ resources: [{ id }] }: { readonly resources: readonly { readonly id: string }[] }) => id;
  const linksOf = (all: object) => architecture(all).links.map(({ from, to, kind }) => `${idOf(from)} ${kind} ${idOf(to)}`).sort();
  fc.assert(fc.property(resources(14), (all) => {
    const { layout, architecture: { parts, links }, svg } = draw(model(all));
    expect([layout.cards.length, layout.links.length, problems(svg)]).toEqual([parts.length, links.length, []]);
    const turned = Object.fromEntries(Object.entries(all).reverse());
    if (parts.every((part) => part.resources.length === 1)) expect(linksOf(turned)).toEqual(linksOf(all));
  }), { numRuns: 25 });
});
