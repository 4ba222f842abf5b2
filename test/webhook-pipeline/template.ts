/** A template as plain data, with what the requirement tests ask of it. */
export type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- templates have no static shape

export interface Resource { readonly id: string; readonly Type: string; readonly Properties: Json; DependsOn?: Json; DeletionPolicy?: string }

export class Template {
  constructor(readonly json: Json) {}

  /** A deep copy, to break. */
  copy(): Template {
    return new Template(JSON.parse(JSON.stringify(this.json)));
  }

  all(type: string): Resource[] {
    return Object.entries<Json>(this.json.Resources).filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => Object.assign(resource, { Properties: resource.Properties ?? {}, id }));
  }

  /** The one resource of a type (with a property that matches). */
  one(type: string, match: (properties: Json, id: string) => boolean = () => true): Resource {
    const found = this.all(type).filter(({ Properties, id }) => match(Properties, id));
    if (found.length !== 1) throw new Error(`expected one ${type}, found ${found.length}: ${found.map(({ id }) => id).join(', ')}`);
    return found[0];
  }

  get(id: string): Resource {
    return Object.assign(this.json.Resources[id], { id });
  }

  /** The resource that a Ref or GetAtt points to. */
  target(reference: Json): Resource {
    const id = reference?.Ref ?? reference?.['Fn::GetAtt']?.[0];
    if (id === undefined || this.json.Resources[id] === undefined) throw new Error(`not a reference to a resource: ${JSON.stringify(reference)}`);
    return this.get(id);
  }

  fn(name: string): Resource {
    return this.one('AWS::Lambda::Function', ({ FunctionName }) => FunctionName === `payments-${name}-dev`);
  }

  queue(name: string): Resource {
    return this.one('AWS::SQS::Queue', ({ QueueName }) => QueueName === `payments-${name}-dev`);
  }

  functions(): Resource[] {
    return this.all('AWS::Lambda::Function').filter(({ Properties }) => Properties.FunctionName !== undefined);
  }

  /** Statements of the policies attached to a role. */
  statements(roleId: string): Json[] {
    return this.all('AWS::IAM::ManagedPolicy')
      .filter(({ Properties }) => Properties.Roles.some((role: Json) => role.Ref === roleId))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  }

  /** Statements of the role of a function. */
  statementsOf(fn: Resource): Json[] {
    return this.statements(this.target(fn.Properties.Role).id);
  }

  /** The definition of the state machine; references are left as `<id>`. */
  definition(): Json {
    const { DefinitionString } = this.one('AWS::StepFunctions::StateMachine').Properties;
    const text = typeof DefinitionString === 'string' ? DefinitionString
      : DefinitionString['Fn::Join'][1].map((part: Json) => typeof part === 'string' ? part : `<${part.Ref ?? part['Fn::GetAtt'].join('.')}>`).join('');
    return JSON.parse(text);
  }

  setDefinition(definition: Json): void {
    this.one('AWS::StepFunctions::StateMachine').Properties.DefinitionString = JSON.stringify(definition);
  }
}

export const list = (value: Json): Json[] => value === undefined ? [] : Array.isArray(value) ? value : [value];

/** A value as text: what is known at deployment is written `<Id>`. */
export function plain(value: Json): string {
  if (typeof value === 'string') return value;
  if (value?.Ref) return `<${value.Ref}>`;
  if (value?.['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value?.['Fn::Join']) return value['Fn::Join'][1].map(plain).join(value['Fn::Join'][0]);
  if (value?.['Fn::Sub']) return value['Fn::Sub'];
  return JSON.stringify(value);
}
