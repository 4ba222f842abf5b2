import type { Facet, Severity } from '../lessons/lesson';

/**
 * The format of golden/<system>.assertions.yaml: docs/assertions.schema.json, explained in docs/assertions.md.
 * An assertion says what a sound design has, not what our template has. It holds, does not hold, or is open where a value cannot be known.
 */
export interface AssertionFile {
  readonly version: 1;
  /** `webhook-pipeline` */
  readonly system: string;
  readonly title: string;
  /** The class that makes it. */
  readonly construct: string;
  /** The golden templates of each variant: those that no other one nests. The first variant is the main one. */
  readonly variants: Readonly<Record<string, readonly string[]>>;
  /** Lessons that a golden breaks on purpose, and why: they are not held against a candidate. */
  readonly accepted?: Readonly<Record<string, string>>;
  /** For YAML anchors: what several assertions select. Nothing reads it. */
  readonly definitions?: unknown;
  readonly requirements: readonly RequirementAssertions[];
}

/** One row of the requirement table. */
export interface RequirementAssertions {
  readonly id: string;
  readonly title: string;
  /** 'If missing' of the table. */
  readonly severity: Severity;
  /** What follows when it is not met; an assertion may say it more exactly. */
  readonly impact: string;
  readonly assertions: readonly Assertion[];
}

/** One thing that can be checked in the templates. */
export interface Assertion {
  /** Unique in its requirement: `own-dlq`. It is cited as `WH-06/own-dlq`. */
  readonly id: string;
  /** What is right, in one sentence without a full stop. */
  readonly title: string;
  readonly facet: Facet;
  /** Of the requirement, by default; lower where a miss does less harm than the requirement as a whole. */
  readonly severity?: Severity;
  /** What the reference has. */
  readonly reference: string;
  /** Why the reference has it. */
  readonly why: string;
  /** What follows when it is missing; that of the requirement, by default. */
  readonly impact?: string;
  readonly fix: string;
  /** Lessons that say the same: their findings belong to this assertion, and are told once. */
  readonly lessons?: readonly string[];
  /** Where this does not hold the assertion does not apply: it neither counts nor is reported. */
  readonly when?: Check;
  readonly check: Check;
}

/** What must hold. One of the kinds; `perStack` goes with each. */
export type Check = (
  | Every | Some | No | Distinct
  | { readonly all: readonly Check[] }
  /** Alternatives: each is a sound design. The last one is the one that a report speaks of, unless another came nearer. */
  | { readonly any: readonly Check[] }
  | { readonly not: Check }
  /** No finding of these lessons; at these resources alone when `of` is given. */
  | { readonly lesson: string | readonly string[]; readonly of?: Selector }
  /** A function of src/compare/predicates. */
  | { readonly predicate: string; readonly with?: Readonly<Record<string, unknown>> }
  /** Each is checked as the templates are deployed to that environment. Outermost, and without lessons. */
  | { readonly environments: Readonly<Record<string, Check>> }
) & {
  /** Checked apart in each stack, with those that it nests, that holds such a resource. None: it does not hold. */
  readonly perStack?: Selector;
};

/** Every one of these is so. None at all: it does not hold, unless `orNone`. */
export interface Every {
  readonly every: Selector;
  readonly has: Condition;
  readonly orNone?: boolean;
}

/** There are some of these: at least one, by default. A bound may be the number of something else. */
export interface Some {
  readonly some: Selector;
  readonly min?: number | Selector;
  readonly max?: number | Selector;
}

/** There is none of these. */
export interface No { readonly no: Selector }

/** No two of these lead to the same resource by `by`, or have the same value there. Absent does not hold. */
export interface Distinct {
  readonly distinct: Selector;
  readonly by: string;
}

/**
 * Which resources: a type, or a type with conditions. `AWS::SNS::*` takes all of a service.
 *
 * Beside resource types: `Output`, `Parameter`, `Mapping`, `Template`: entries of those sections, with their fields as properties; a mapping's rows.
 */
export type Selector = string | readonly string[] | {
  readonly type: string | readonly string[];
  readonly where?: Condition;
  /** What the condition is about is each item at this path, not the resource: `PolicyDocument.Statement.*`, `@definition.States.*`. */
  readonly items?: string;
  /** What the resource has that holds the items. */
  readonly inside?: Condition;
  /** Also what only CloudFormation itself calls: functions behind custom resources, their roles and logs. */
  readonly deploying?: boolean;
};

/**
 * What a resource has: each key holds.
 *
 * - a path: `VisibilityTimeout`, `Tags.*.Key`, `RedrivePolicy.maxReceiveCount` and a matcher. `*` takes every entry: one has to match.
 *   JSON in a text is read. A dot inside a key is written `\.`
 * - a path that begins with `@` is something that templates write in many ways: see `VIEWS` of src/compare/views.ts
 * - `$to`, `$from`: it leads to such a resource, or such a resource leads to it: by reference, ARN or physical name
 * - `$may`: the role of it is allowed something
 * - `$all`, `$any`, `$not`, `$lesson`, `$predicate`
 */
export interface Condition {
  readonly $to?: Link;
  readonly $from?: Link;
  readonly $may?: Permission;
  readonly $all?: readonly Condition[];
  readonly $any?: readonly Condition[];
  readonly $not?: Condition;
  /** No finding of this lesson here. */
  readonly $lesson?: string;
  readonly $predicate?: string;
  readonly [path: string]: Matcher | Link | Permission | readonly Condition[] | Condition | string | undefined;
}

/** An edge. */
export type Link = Selector | {
  readonly type: string | readonly string[];
  readonly where?: Condition;
  /** Where the one that leads says so: `Targets.*.DeadLetterConfig`. Everything below counts. */
  readonly at?: string;
  /** Over how many edges: 1 by default. */
  readonly hops?: number;
  readonly min?: number;
  readonly max?: number;
};

/** An allowing statement with all of these actions, by name or by pattern; on such a resource, when given. */
export interface Permission {
  readonly actions: string | readonly string[];
  readonly on?: Selector;
  /** What the statement itself has: `{ Condition: { present: true } }`. */
  readonly where?: Condition;
}

/** Text, a number or a boolean: equal, however it is written (`'30'` is 30). A list: one of these. */
export type Matcher = Scalar | readonly Scalar[] | {
  readonly is?: Scalar | readonly Scalar[];
  readonly present?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Regular expression over the text; references are written `${LogicalId.Attribute}`, parameters and pseudo parameters `${Name}`. */
  readonly matches?: string;
  /** It names the account that the stack was synthesised for, and no other. */
  readonly own?: 'account';
  /** A pattern, as of a parameter, that takes none of these texts. */
  readonly refuses?: readonly string[];
  /** One item of a list (a single value is a list of one), or one value of a mapping. */
  readonly contains?: Matcher;
  /** Each item of a list that is not empty. */
  readonly every?: Matcher;
  readonly length?: { readonly min?: number; readonly max?: number };
  /** Names of a mapping. */
  readonly keys?: Matcher;
  /** A mapping with these properties. */
  readonly has?: Condition;
  /** It leads to such a resource. */
  readonly to?: Selector;
  /** A value by a condition or a mapping: these and no others, in any order; one alone, when there is no choice. */
  readonly options?: readonly Scalar[];
  /** One of the values that it may have is so. Without it all must be, and a choice of both is open. */
  readonly either?: Matcher;
  readonly all?: readonly Matcher[];
  readonly any?: readonly Matcher[];
  readonly not?: Matcher;
};

export type Scalar = string | number | boolean;
