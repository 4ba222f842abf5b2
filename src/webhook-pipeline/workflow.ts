import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { Platform } from './platform';
import { AccountServicePrincipal, NamedService, NarrowRole } from '../hardened';
import { acknowledge, acknowledgeWildcards } from '../hardened/acknowledge';

const { JsonPath } = sfn;
const payment = (field: string) => JsonPath.stringAt(`$.payment.${field}`);

/** Errors that may go away by themselves. */
const LAMBDA_TRANSIENT = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException', 'Lambda.Unknown', 'States.Timeout'];
const TASK_FAILED = ['States.TaskFailed', 'States.Timeout'];
/** `States.ALL` does not include the second. */
const ANY_ERROR: string[][] = [['States.DataLimitExceeded'], ['States.ALL']];

/** Event source and detail types that the pipeline publishes. */
export const EVENT_SOURCE = 'payments.webhook-pipeline';
export const PROCESSED = 'PaymentProcessed';
export const REJECTED = 'PaymentRejected';
export const SUPERSEDED = 'PaymentSuperseded';

/** Validate, screen for fraud, process, notify (WH-07). What fails is kept in the failure queue, also what no Catch sees. */
export class PaymentWorkflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;
  public readonly failureQueue: sqs.Queue;
  private rules?: lambda.IFunction;

  constructor(scope: Construct, id: string, private readonly platform: Platform, bus: events.IEventBus, dispatcher: lambda.IFunction) {
    super(scope, id);
    const { names, key, logs, monitoring } = platform;
    this.failureQueue = platform.failureQueue(this, 'Failures', 'workflow-failures');
    const name = names.of(NamedService.STEP_FUNCTIONS, 'workflow');
    const stateMachineArn = Stack.of(this).formatArn({
      service: 'states', resource: 'stateMachine', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const role = new NarrowRole(this, 'Role', {
      assumedBy: new AccountServicePrincipal('states.amazonaws.com', stateMachineArn),
      description: `Execution role of ${name}`,
    });
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      role,
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition(bus, dispatcher)),
      timeout: Duration.hours(1),
      tracingEnabled: true,
      // Not our key: EventBridge would report executions without their input, and `Uncaught` could not keep it. Encrypted by AWS's.
      // Without execution data: payments do not belong in logs.
      logs: { destination: logs.group(this, 'Logs', `/aws/vendedlogs/states/${name}`), level: sfn.LogLevel.ALL, includeExecutionData: false },
      // Always: without its role a state machine that stays is of no use, and blocks its name.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key?.grantEncryptDecrypt(role); // table and failure queue
    acknowledge(role, 'Log delivery and X-Ray have no resources', 'AwsSolutions-IAM5[Resource::*]');
    for (const fn of [dispatcher, ...this.rules ? [this.rules] : []]) {
      acknowledgeWildcards(role, 'The versions of the one function that is called', `${fn.functionArn}:*`);
    }
    this.keepUncaught(stateMachineArn);

    const metric = (title: string, description: string, source: cloudwatch.IMetric) => monitoring.watch(`Workflow${title}`, { metric: source, description });
    const options = { period: Duration.minutes(1) };
    metric('Failed', 'Executions failed: each payment is kept in workflow-failures', this.stateMachine.metricFailed(options));
    metric('TimedOut', 'Executions ran out of time: each payment is kept in workflow-failures', this.stateMachine.metricTimedOut(options));
    metric('Throttled', 'Executions are throttled', this.stateMachine.metricThrottled(options));
    monitoring.watchDeadLetters('Workflow', this.failureQueue, 'Payments that the workflow could not finish');
    monitoring.section('Workflow');
  }

  private definition(bus: events.IEventBus, dispatcher: lambda.IFunction): sfn.IChainable {
    const { settings } = this.platform;
    const keep = this.keepFailure();
    const kept = <T extends sfn.TaskStateBase>(task: T): T => {
      // A screening may be written in JSONata, which has no result path.
      const jsonata = (task.toStateJson() as { QueryLanguage?: string }).QueryLanguage === 'JSONata';
      const withFailure: sfn.CatchProps = jsonata
        ? { outputs: '{% $merge([$states.input, { "failure": $states.errorOutput }]) %}' }
        : { resultPath: '$.failure' };
      for (const errors of ANY_ERROR) task.addCatch(keep, { errors, ...withFailure });
      return task;
    };

    const screening = settings.fraudScreening.bind(this, {
      functions: {
        create: (environment) => {
          const fn = this.platform.function(this, 'FraudRules', {
            name: 'fraud-rules',
            handler: 'fraud-rules',
            description: 'Scores the risk of a payment',
            environment,
            reservedConcurrency: settings.concurrency.fraudRules,
          });
          this.rules = fn;
          this.platform.monitoring.watchFunction('FraudRules', fn, 'Fraud rules', settings.timeout);
          return fn;
        },
      },
    });
    retry(screening, TASK_FAILED);
    kept(screening);

    const record = this.record();
    // A newer version is recorded already. Still told on the bus: a late partial refund is money too.
    const superseded = kept(this.publish('PublishSuperseded', bus, SUPERSEDED));
    retry(superseded, TASK_FAILED);
    superseded.next(new sfn.Succeed(this, 'Superseded'));
    record.addCatch(superseded, {
      errors: ['DynamoDB.ConditionalCheckFailedException'], resultPath: JsonPath.DISCARD,
    });
    record.addRetry({ errors: ['DynamoDB.ConditionalCheckFailedException'], maxAttempts: 0 });
    retry(record, TASK_FAILED);
    kept(record);

    const publish = kept(this.publish('PublishEvent', bus, JsonPath.stringAt('$.decision.detailType')));
    retry(publish, TASK_FAILED);

    const notify = kept(new tasks.LambdaInvoke(this, 'Notify', {
      lambdaFunction: dispatcher,
      payload: sfn.TaskInput.fromObject({ payment: JsonPath.objectAt('$.payment'), outcome: JsonPath.stringAt('$.decision.outcome') }),
      resultPath: JsonPath.DISCARD,
      retryOnServiceExceptions: false,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    }));
    // PermanentNotificationError is not here: asking again cannot succeed.
    retry(notify, ['RetryableNotificationError', 'CircuitOpenError', ...LAMBDA_TRANSIENT]);

    const finish = record.next(publish).next(notify).next(new sfn.Succeed(this, 'Done'));
    const decide = (stateId: string, outcome: string, detailType: string) => new sfn.Pass(this, stateId, {
      result: sfn.Result.fromObject({ outcome, detailType }), resultPath: '$.decision',
    }).next(finish);

    const invalid = (id: string, cause: string) => new sfn.Pass(this, id, {
      result: sfn.Result.fromObject({ Error: id, Cause: cause }), resultPath: '$.failure',
    }).next(keep);
    const isScore = sfn.Condition.and(sfn.Condition.isPresent('$.fraud.score'), sfn.Condition.isNumeric('$.fraud.score'));
    return new sfn.Choice(this, 'ValidatePayment')
      .when(isValid(), screening.next(new sfn.Choice(this, 'RiskDecision')
        .when(sfn.Condition.not(isScore), invalid('InvalidScore', 'The fraud screening gave no number'))
        .when(sfn.Condition.numberGreaterThanEquals('$.fraud.score', settings.riskThreshold), decide('Reject', 'REJECTED', REJECTED))
        .otherwise(decide('Approve', 'PROCESSED', PROCESSED))))
      .otherwise(invalid('InvalidPayment', 'A field of the payment is missing or has the wrong type'));
  }

  /** Writes the payment unless a newer version is there. An equal one writes: a retry, or two events of one second. */
  private record(): tasks.DynamoUpdateItem {
    const text = (value: string) => tasks.DynamoAttributeValue.fromString(value);
    const number = (value: string) => tasks.DynamoAttributeValue.numberFromString(value);
    const fields: Record<string, tasks.DynamoAttributeValue> = {
      provider: text(payment('provider')),
      payment_id: text(payment('payment_id')),
      last_event_id: text(payment('event_id')),
      event_type: text(payment('event_type')),
      payment_type: text(payment('payment_type')),
      status: text(payment('status')),
      // Not States.Format: it may write a large number with an exponent.
      amount_minor: number(JsonPath.jsonToString(JsonPath.objectAt('$.payment.amount_minor'))),
      currency: text(payment('currency')),
      version: text(payment('version')),
      outcome: text(JsonPath.stringAt('$.decision.outcome')),
      risk_score: number(JsonPath.jsonToString(JsonPath.objectAt('$.fraud.score'))),
      archive_key: text(payment('archive_key')),
      occurred_at: text(payment('occurred_at')),
      received_at: text(payment('received_at')),
      processed_at: text(JsonPath.stringAt('$$.State.EnteredTime')),
      // DynamoDB deletes at this second: processed time + retention.
      processed_timestamp: number(payment('expires_at')),
    };
    const keys = Object.keys(fields);
    return new tasks.DynamoUpdateItem(this, 'ProcessPayment', {
      table: this.platform.table,
      key: { webhook_id: text(payment('state_key')) },
      updateExpression: `SET ${keys.map((key) => `#${key} = :${key}`).join(', ')}`,
      conditionExpression: 'attribute_not_exists(webhook_id) OR #version <= :version',
      expressionAttributeNames: Object.fromEntries(keys.map((key) => [`#${key}`, key])),
      expressionAttributeValues: Object.fromEntries(keys.map((key) => [`:${key}`, fields[key]])),
      resultPath: JsonPath.DISCARD,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
  }

  private publish(id: string, bus: events.IEventBus, detailType: string): tasks.EventBridgePutEvents {
    const fields = ['provider', 'event_id', 'event_type', 'payment_id', 'payment_type', 'status', 'currency', 'country', 'version', 'occurred_at', 'archive_key', 'correlation_id'];
    return new tasks.EventBridgePutEvents(this, id, {
      entries: [{
        eventBus: bus,
        source: EVENT_SOURCE,
        detailType,
        detail: sfn.TaskInput.fromObject({
          ...Object.fromEntries(fields.map((field) => [field, payment(field)])),
          amount_minor: JsonPath.numberAt('$.payment.amount_minor'),
          amount_match: JsonPath.numberAt('$.payment.amount_match'),
          risk_score: JsonPath.numberAt('$.fraud.score'),
        }),
      }],
      resultPath: JsonPath.DISCARD,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
  }

  /** Puts the payment, with what went wrong, into the failure queue; the execution then counts as failed. */
  private keepFailure(): sfn.TaskStateBase {
    const keep = new tasks.SqsSendMessage(this, 'KeepFailure', {
      // Without its key: the task would grant wildcards on it, and the role may use the key already.
      queue: sqs.Queue.fromQueueAttributes(this, 'KeepIn', { queueArn: this.failureQueue.queueArn, queueUrl: this.failureQueue.queueUrl }),
      messageBody: sfn.TaskInput.fromObject({
        // As it came in, so that it can be started again whatever is missing.
        input: JsonPath.objectAt('$$.Execution.Input'),
        failure: JsonPath.objectAt('$.failure'),
        execution: JsonPath.stringAt('$$.Execution.Id'),
      }),
      resultPath: JsonPath.DISCARD,
    });
    retry(keep, ['States.ALL']);
    keep.next(new sfn.Fail(this, 'PaymentKept', { error: KEPT, cause: 'The payment is kept in the queue workflow-failures' }));
    return keep;
  }

  /** A time-out, an abort and States.Runtime pass every Catch: EventBridge reports them, with the input. */
  private keepUncaught(stateMachineArn: string): void {
    const undelivered = this.platform.failureQueue(this, 'Undelivered', 'workflow-undelivered');
    this.platform.monitoring.watchDeadLetters('WorkflowUndelivered', undelivered, 'Failed executions that EventBridge could not report');
    new events.Rule(this, 'Uncaught', {
      ruleName: this.platform.names.of(NamedService.EVENT_RULE, 'workflow-uncaught'),
      description: 'Keeps payments whose execution ended without reaching KeepFailure',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachineArn],
          $or: [
            { status: ['TIMED_OUT', 'ABORTED'] },
            { status: ['FAILED'], error: [{ 'anything-but': [KEPT] }] },
            { status: ['FAILED'], error: [{ exists: false }] },
          ],
        },
      },
      targets: [new targets.SqsQueue(this.failureQueue, { deadLetterQueue: undelivered })],
    });
  }
}

const KEPT = 'PaymentKept';

function isValid(): sfn.Condition {
  const strings = ['provider', 'event_id', 'payment_id', 'payment_type', 'status', 'currency', 'version', 'state_key', 'archive_key', 'expires_at'];
  return sfn.Condition.and(
    ...strings.map((field) => sfn.Condition.and(sfn.Condition.isPresent(`$.payment.${field}`), sfn.Condition.isString(`$.payment.${field}`))),
    ...['amount_minor', 'amount_match'].map((field) => sfn.Condition.and(
      sfn.Condition.isPresent(`$.payment.${field}`), sfn.Condition.isNumeric(`$.payment.${field}`), sfn.Condition.numberGreaterThanEquals(`$.payment.${field}`, 0))),
  );
}

/** 2, 4, 8 ... at most 60 seconds, each with full jitter: a recovering service is not hit by all at once. */
function retry(task: sfn.TaskStateBase, errors: string[]): void {
  task.addRetry({
    errors, interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 6, maxDelay: Duration.seconds(60), jitterStrategy: sfn.JitterType.FULL,
  });
}
