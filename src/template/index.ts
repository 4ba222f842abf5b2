export * from './intrinsics';
export * from './load';
export * from './model';
export * from './once';
export * from './references';
export { sameText } from './resolver';
export * from './source';
export * from './value';
export * from './written';
