/** One logger, tracer and metrics for a function, named by Powertools' variables; bodies and payers never pass through them. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

export const logger = new Logger();
export const tracer = new Tracer();
export const metrics = new Metrics();

export const count = (name: string): void => { metrics.addMetric(name, MetricUnit.Count, 1); };

/** Runs a handler and writes its metrics whatever happens. */
export const withMetrics = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }
};

/** Runs a handler in a subsegment: Lambda's own segment takes no annotation. */
export const traced = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const segment = tracer.getSegment();
  const own = segment?.addNewSubsegment(`## ${name}`);
  if (own) tracer.setSegment(own);
  tracer.annotateColdStart();
  try {
    return await work();
  } finally {
    own?.close();
    if (segment) tracer.setSegment(segment);
  }
};
