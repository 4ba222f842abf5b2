export * from './authorization';
export * from './disaster-recovery';
export * from './failover';
export * from './props';
export * from './resources';
