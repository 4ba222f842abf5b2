import { ENVIRONMENT_SUFFIX } from './environment-suffix';
import { FailureClassId } from './failure-classes';
import { Model, Path, Resource, Stack } from '../template';

/**
 * Worst first.
 *
 * - critical: the deployment fails, or takes the names of another stack; secrets or data are open to anyone
 * - high: it deploys, and then does not work, loses data, is open, or runs on what is retired
 * - medium: it works until something happens: a failure, load, an attack, a second environment; or what is written has no effect
 * - low: what is there works; a record, a second line of defence, a label or a constraint is not there
 */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];
export type Facet = 'security' | 'reliability' | 'operations' | 'cost' | 'performance';

/** What an auditor may set. */
export interface AuditOptions {
  /** What a literal physical name must match to be told apart between environments; words that the tags of its stack say count beside it. */
  readonly environmentSuffix: RegExp;
  /** Tags that every taggable resource must carry. */
  readonly requiredTags: readonly string[];
  /** Concurrent executions of the account. */
  readonly accountConcurrency: number;
}

export const DEFAULT_OPTIONS: AuditOptions = {
  environmentSuffix: ENVIRONMENT_SUFFIX,
  requiredTags: [],
  accountConcurrency: 1000,
};

/** One place where a lesson was not kept. */
export interface Finding {
  readonly stack: Stack;
  /** Absent for what concerns a parameter, an output or the whole template. */
  readonly resource?: Resource;
  /** From the root of the template: `['Resources', 'Queue', 'Properties', 'QueueName']`. */
  readonly path: Path;
  /** What was found, with the value. A sentence without a full stop. */
  readonly found: string;
  /** Tells apart several findings at one resource; stable between runs. */
  readonly detail?: string;
}

/** Something that goes wrong again and again, and how to see it in a template. */
export interface Lesson {
  /** Stable: acknowledgements name it. */
  readonly id: string;
  /** What is right, in one sentence. */
  readonly title: string;
  readonly severity: Severity;
  readonly facet: Facet;
  /** The documented failure classes that it covers, the main one first. */
  readonly classes: readonly FailureClassId[];
  /** What happens otherwise. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  /** AWS document, requirement id, or a seed document. */
  readonly source: string;
  /** Requirements of PCI DSS 4.0.1. */
  readonly pci?: readonly string[];
  /** Resources, as YAML, that break it; and that keep it. */
  readonly flawed: string;
  readonly sound: string;
  /** Silent where the template does not tell. */
  check(model: Model, options: AuditOptions): Iterable<Finding>;
}

/** A finding at a property of a resource: `at(queue, 'RedrivePolicy.maxReceiveCount', ...)`; at the resource when the path is empty. */
export function at(resource: Resource, property: string, found: string, detail?: string): Finding {
  const path = property === '' ? [] : ['Properties', ...property.split('.')];
  return { stack: resource.stack, resource, path: ['Resources', resource.id, ...path], found, detail };
}

/** A finding at an attribute beside the properties: `DeletionPolicy`, `DependsOn`. */
export function atAttribute(resource: Resource, attribute: string, found: string, detail?: string): Finding {
  return { stack: resource.stack, resource, path: ['Resources', resource.id, attribute], found, detail };
}

/** A finding outside of the resources: `inTemplate(stack, ['Parameters', 'Password'], ...)`. */
export function inTemplate(stack: Stack, path: Path, found: string): Finding {
  return { stack, path, found, detail: path.join('.') };
}
