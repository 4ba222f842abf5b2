export * from './environment';
export * from './feature-props';
export * from './props';
export * from './replica';
export * from './replica-props';
export * from './resources';
