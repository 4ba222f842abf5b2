export * from './environment';
export * from './profile';
export * from './props';
export * from './service-image';
