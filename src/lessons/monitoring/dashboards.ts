import { isMapping, Model, Resource, show, Text, Value } from '../../template';

/** The body as JSON text. Parts that are not known are taken as `unknown`: 0 is right in text and for a number. */
export function bodyOf(body: Value | undefined, unknown?: string): string | undefined {
  if (typeof body === 'string') return body;
  return body instanceof Text ? body.parts.map((part) => typeof part === 'string' ? part : unknown ?? show(part)).join('') : undefined;
}

export interface Shown {
  readonly dashboard: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

const parsed = (text: string | undefined): Value | undefined => {
  try {
    return text === undefined ? undefined : JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
};
const items = (value: Value | undefined): readonly Value[] => Array.isArray(value) ? value as readonly Value[] : [];

/** The metrics that the dashboards show, as they can be read: a dot repeats what the metric before had. */
export function* shownBy(model: Model): Iterable<Shown> {
  for (const dashboard of model.resources('AWS::CloudWatch::Dashboard')) {
    const body = parsed(bodyOf(dashboard.get('DashboardBody')) ?? '') ?? parsed(bodyOf(dashboard.get('DashboardBody'), '0'));
    for (const widget of isMapping(body) ? items(body.widgets) : []) {
      let before: readonly string[] = [];
      for (const metric of isMapping(widget) && isMapping(widget.properties) ? items(widget.properties.metrics) : []) {
        const names: readonly Value[] = items(metric).filter((one) => !isMapping(one));
        if (names.length < 2 || !names.every((one) => typeof one === 'string') || names.includes('...')) continue;
        before = (names as readonly string[]).map((one, at) => one === '.' ? before[at] ?? one : one);
        const [namespace, name, ...rest] = before;
        yield { dashboard, namespace, name, dimensions: rest.flatMap((one, at) => at % 2 === 0 ? [[one, rest[at + 1] ?? ''] as const] : []) };
      }
    }
  }
}
