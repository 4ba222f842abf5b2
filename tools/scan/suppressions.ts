/** Findings that do not apply, each with its reason. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as yaml from 'js-yaml';
import type { Finding, Scanner } from './findings';

export const SUPPRESSIONS = path.join(__dirname, 'suppressions.yaml');
/** A reason says more than a word. */
const SHORTEST_REASON = 30;

export interface Suppression {
  readonly scanner: Scanner;
  readonly rule: string;
  /** Why it does not apply. */
  readonly reason: string;
  /** `<template>/<resource>`; `*` stands for anything. */
  readonly where: readonly string[];
}

export interface Judgement {
  readonly open: Finding[];
  readonly suppressed: Finding[];
  /** What is wrong with the suppressions themselves. */
  readonly faults: string[];
}

export function readSuppressions(file = SUPPRESSIONS): Suppression[] {
  return yaml.load(fs.readFileSync(file, 'utf8')) as Suppression[];
}

const matches = (pattern: string, { template, resource }: Finding): boolean =>
  new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(`${template}/${resource}`);

/** Tells findings that count from those that do not. A suppression without a reason, or that nothing needs, is a fault. */
export function judge(findings: readonly Finding[], suppressions: readonly Suppression[]): Judgement {
  const faults: string[] = [];
  const suppressed = new Set<Finding>();
  for (const { scanner, rule, reason, where } of suppressions) {
    if ((reason ?? '').trim().length < SHORTEST_REASON) faults.push(`${scanner} ${rule}: the suppression gives no reason`);
    const ofRule = findings.filter((finding) => finding.scanner === scanner && finding.rule === rule);
    for (const pattern of where) {
      const found = ofRule.filter((finding) => matches(pattern, finding));
      if (found.length === 0) faults.push(`${scanner} ${rule}: nothing needs the suppression of ${pattern}`);
      for (const finding of found) suppressed.add(finding);
    }
  }
  return { open: findings.filter((finding) => !suppressed.has(finding)), suppressed: [...suppressed], faults };
}
