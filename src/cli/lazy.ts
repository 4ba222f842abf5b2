import { join } from 'path';

/** Loaded when used, to start fast: the lessons and YAML are most of the bundle. CommonJS, as esbuild writes it, has no other way. */
export const lazy = {
  audit: () => require('./audit-command') as typeof import('./audit-command'),
  compare: () => require('./compare-command') as typeof import('./compare-command'),
  compareHtml: () => require('../compare/html') as typeof import('../compare/html'),
  compareMarkdown: () => require('../compare/markdown') as typeof import('../compare/markdown'),
  compareSarif: () => require('./format/compare-sarif') as typeof import('./format/compare-sarif'),
  diagram: () => require('./diagram-command') as typeof import('./diagram-command'),
  /** Beside the command, in a bundle of its own: three times as large as all the rest. */
  layout: () => require(join(__dirname, 'layout')) as typeof import('./layout'),
  lessons: () => require('./lessons-command') as typeof import('./lessons-command'),
  sarif: () => require('./format/sarif') as typeof import('./format/sarif'),
  /** Beside the command, in a bundle of its own: the AWS SDK is larger than all the rest. */
  verifyTrail: () => require(join(__dirname, 'verify-trail')) as typeof import('./verify-trail'),
};
