import { mappings } from '../../lessons/query';
import { Model, show } from '../../template';
import type { Context } from '../context';
import { subjectsOf } from '../subject';
import { failsAt, HOLDS, Verdict } from '../verdict';

const PATH = /\/applications\/([^/]+)\/environments\/([^/]+)\/configurations\/([^/,]+)/g;
const TYPES = ['AWS::AppConfig::Application', 'AWS::AppConfig::Environment', 'AWS::AppConfig::ConfigurationProfile'];

/** What AppConfig knows the resources of a type by. */
const namesOf = (model: Model, type: string): ReadonlySet<string> =>
  new Set(model.resources(type).flatMap((one) => [show(one.get('Name')), `\${${one.address}}`]));

/** The paths of configurations that functions are told lead to applications, environments and profiles of the templates. */
export function flagsAreThere(_: Readonly<Record<string, unknown>>, { model, stacks }: Context): Verdict {
  const known = TYPES.map((type) => namesOf(model, type));
  for (const { resource } of subjectsOf(model, stacks, ['AWS::Lambda::Function'], false)) {
    for (const [name, value] of mappings(resource!.get('Environment.Variables')).flatMap((variables) => Object.entries(variables))) {
      for (const [path, ...parts] of show(value).matchAll(PATH)) {
        const strange = parts.find((part, at) => !known[at].has(part) && !/^\$\{/.test(part));
        if (strange !== undefined) return failsAt(resource!, () => `${resource!.id} asks for ${path}; nothing in the templates is called ${strange}`, ['Environment', 'Variables', name]);
      }
    }
  }
  return HOLDS;
}
