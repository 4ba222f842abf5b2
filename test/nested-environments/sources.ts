export * from '../../src/hardened';
export * from '../../src/nested-environments';
