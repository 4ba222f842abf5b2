export * from './request';
export * from './responses';
