export * from './compare';
export * from './disaster-recovery';
export * from './event-api';
export * from './hardened';
export * from './migration';
export * from './nag';
export * from './nested-environments';
export * from './webhook-pipeline';
