export * from './payment-checks';
