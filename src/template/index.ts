export * from './intrinsics';
export * from './load';
export * from './model';
export { sameText } from './resolver';
export * from './source';
export * from './value';
