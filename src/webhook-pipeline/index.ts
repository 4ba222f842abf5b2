export * from './fraud-screening';
export * from './pipeline';
export * from './props';
export * from './provider';
export * from './provider-resources';
