/** The module of the layer: what the three functions share, once on disk and once in memory. They import it by its name. */
export * from './audit-chain';
export * from './batch';
export * from '../../../hardened/handlers/canonical-json';
export * from './configuration';
export * from './contract';
export * from './event-bus';
export { CLIENT_CONFIG } from '../../../hardened/handlers/aws-client';
export { CARD_DATA, readBody } from '../../../hardened/handlers/body';
export { containsCardNumber } from '../../../hardened/handlers/card-data';
export { parseEnvironment } from '../../../hardened/handlers/environment';
export { count, logger, traced, tracer, withMetrics } from '../../../hardened/handlers/telemetry';
