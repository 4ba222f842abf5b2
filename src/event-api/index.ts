export * from './domain';
export * from './event-api';
export * from './props';
