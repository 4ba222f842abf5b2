import { layOut } from '../../src/cli/layout';
import { Architecture, architectureOf, Layout, layoutOf, Part, svgOf } from '../../src/diagram';
import { loadText, Model } from '../../src/template';

export interface Drawn {
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly svg: string;
}

export const architecture = (resources: object, more: object = {}): Architecture => architectureOf(model(resources, more));
export const model = (resources: object, more: object = {}): Model => loadText(JSON.stringify({ ...more, Resources: resources }), 'stack.json');

export function draw(from: Model, title = 'Test'): Drawn {
  const found = architectureOf(from);
  const layout = layoutOf(found, layOut);
  return { architecture: found, layout, svg: svgOf(found, layout, { title }) };
}

/** `Queue flow Worker`, in the order of the templates. */
export const linksOf = ({ links }: Architecture): string[] => links.map(({ from, to, kind }) => `${idsOf(from)} ${kind} ${idsOf(to)}`);
export const idsOf = (part: Part): string => part.resources.map(({ id }) => id).join('+');
export const partOf = (from: Architecture, id: string): Part => {
  const found = from.parts.find(({ resources }) => resources.some((one) => one.id === id));
  if (!found) throw new Error(`${id} is no part, there are ${from.parts.map(idsOf).join(', ')}`);
  return found;
};

export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const ref = (id: string) => ({ Ref: id });
export const resource = (type: string, properties: object = {}) => ({ Type: `AWS::${type}`, Properties: properties });

export const lambda = (role = 'Role', properties: object = {}) => resource('Lambda::Function', { Role: arn(role), Code: { ZipFile: 'x' }, ...properties });
export const role = (...statements: object[]) => resource('IAM::Role', {
  AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
});
export const allow = (actions: string | string[], on: unknown, effect = 'Allow') => ({ Effect: effect, Action: actions, Resource: on });
