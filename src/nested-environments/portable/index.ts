export * from './environment';
export * from './props';
