import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EventPlatform, pascalCase } from './platform';
import { HardenedFunction } from '../hardened';

/** What the handlers count when something is wrong: function, metric, what it means. */
const ALARMS: ReadonlyArray<readonly [fn: string, metric: string, description: string]> = [
  ['ingest', 'EventMalformed', 'An accepted event is malformed, although the API has checked it: it is in the queue ingest-failures'],
  ['ingest', 'SourceUnknown', 'An accepted event has a source that is none of the configured ones: it is in the queue ingest-failures'],
  ['ingest', 'CardDataRefused', 'Somebody sends card numbers: the event was refused, and recorded without them; tell the sender'],
  ['process', 'EventConflict', 'Another event came under an id that is taken: it is in the dead-letter queue; tell the sender'],
  ['process', 'MessageMalformed', 'A message cannot be read: it is in the dead-letter queue'],
  ['process', 'OwnEventIgnored', 'A rule sends processed events to the queue of those to process: somebody changed it'],
  ['store', 'EventConflict', 'Another event is stored under the same id: this one is in the dead-letter queue'],
  ['store', 'MessageMalformed', 'A message cannot be read: it is in the dead-letter queue'],
  ...['ingest', 'process', 'store'].map((fn) => [fn, 'ConfigurationStale',
    'The configuration cannot be read, or is spoiled: the last usable one goes on; mend the parameter'] as const),
];
/** What is counted as events go by, in their order. */
const FLOW = {
  ingest: ['EventIngested'],
  process: ['EventProcessed', 'HighValueEvent', 'DuplicateEvent'],
  store: ['IngestedStored', 'ProcessedStored', 'RefusalStored', 'AuditConflict'],
};

/** Metrics out of log lines and of the handlers, their alarms and graphs (EV-09). */
export class EventObservability extends Construct {
  /** Counts lines of the logs. */
  public readonly metricFilters: logs.MetricFilter[];

  constructor(
    scope: Construct, id: string, private readonly platform: EventPlatform, functions: Record<string, HardenedFunction>, accessLogs: logs.ILogGroup,
  ) {
    super(scope, id);
    this.metricFilters = [
      ...Object.entries(functions).flatMap(([name, { logGroup }]) => [
        this.countLines(`${pascalCase(name)}ErrorLines`, logGroup, '{ $.level = "ERROR" }', 5, `${name}-fn writes errors to its log`),
        // Lambda's own line: whoever runs out of time writes none.
        this.countLines(`${pascalCase(name)}Timeouts`, logGroup, '{ $.type = "platform.report" && $.record.status = "timeout" }', 1, `${name}-fn ran out of time`),
      ]),
      this.countLines('RefusedRequests', accessLogs, '{ $.status = 401 || $.status = 403 }', 50, 'Many requests have no valid token: a token has changed, or somebody guesses'),
      this.countLines('ThrottledRequests', accessLogs, '{ $.status = 429 }', 50, 'Requests are refused because too many come: raise api.rateLimit, or look who sends them'),
    ];
    platform.monitoring.section('Logs');
    for (const [fn, metricName, description] of ALARMS) {
      platform.monitoring.watch(`${pascalCase(fn)}${metricName}`, { metric: platform.counted(fn, metricName), description });
    }
    platform.monitoring.section('Events');
    this.drawFlow();
  }

  private countLines(metricName: string, logGroup: logs.ILogGroup, pattern: string, threshold: number, description: string): logs.MetricFilter {
    const filter = new logs.MetricFilter(this, metricName, {
      logGroup, filterPattern: logs.FilterPattern.literal(pattern), metricNamespace: this.platform.names.metricsNamespace, metricName, metricValue: '1', defaultValue: 0,
    });
    this.platform.monitoring.watch(metricName, { metric: filter.metric({ statistic: 'Sum', period: Duration.minutes(5) }), threshold, description });
    return filter;
  }

  private drawFlow(): void {
    const { monitoring } = this.platform;
    monitoring.dashboard.addWidgets(new cloudwatch.TextWidget({ markdown: '## Flow', width: 24, height: 1 }));
    monitoring.dashboard.addWidgets(...Object.entries(FLOW).map(([fn, metrics]) => new cloudwatch.GraphWidget({
      title: `${fn}-fn`, left: metrics.map((metric) => this.platform.counted(fn, metric)), width: 8, height: 6,
    })));
  }
}
