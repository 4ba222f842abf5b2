export * from './hardened';
export * from './nag';
export * from './webhook-pipeline';
