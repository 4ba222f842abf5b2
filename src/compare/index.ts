export * from './template-comparison';
