export * from './hardened';
export * from './webhook-pipeline';
