export * from './environment';
export * from './portable';
export * from './profile';
export * from './props';
export * from './stack-set';
