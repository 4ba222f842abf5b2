import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { HardenedFunction } from '../hardened';

/** What the pipeline offers to a fraud screening. */
export interface FraudScreeningContext {
  /** Makes the rules function, with a name, logs and placement like the others. Call it only when you need it. */
  readonly functions: IFraudFunctionFactory;
}

/** Makes the rules function. */
export interface IFraudFunctionFactory {
  /** The function `fraud-rules` with the given environment. */
  create(environment: Record<string, string>): HardenedFunction;
}

/**
 * Scores a payment from 0 (harmless) to 100. Extend it for a service of your own.
 *
 * `bind` returns a state of the workflow that reads `$.payment` and writes `{ score, reasons }` to `$.fraud`.
 */
export abstract class FraudScreening {
  /** Rules in a function: amount, country. Deterministic, no outside service. */
  public static rules(props?: FraudRulesProps): FraudScreening {
    return new RulesScreening(props ?? {});
  }

  /** Amazon Fraud Detector. Closed to new customers since 2025-11-07: only for accounts that use it already. */
  public static fraudDetector(props: FraudDetectorProps): FraudScreening {
    return new FraudDetectorScreening(props);
  }

  /** A SageMaker endpoint that takes the payment as JSON and answers `{ "score": 0..100, "reasons": [...] }`. */
  public static sageMaker(endpointName: string): FraudScreening {
    return new SageMakerScreening(endpointName);
  }

  /** The state `FraudScreening` of the workflow. */
  public abstract bind(scope: Construct, context: FraudScreeningContext): sfn.TaskStateBase;

  /** What is wrong with the settings, a sentence each. */
  public validate(): string[] {
    return [];
  }
}

/** Props of the fraud rules. */
export interface FraudRulesProps {
  /**
   * Amount from which a payment counts as unusually high: ISO 4217 currency to minor units.
   * @default { USD: 1000000, EUR: 1000000, GBP: 1000000 } (10,000.00 each)
   */
  readonly amountLimits?: Record<string, number>;
  /**
   * ISO 3166-1 alpha-2 countries whose payments are always rejected.
   * @default - none
   */
  readonly blockedCountries?: string[];
}

/** Props of Amazon Fraud Detector. */
export interface FraudDetectorProps {
  /** Detector. */
  readonly detectorId: string;
  /** Event type, with the variables `amount`, `currency`, `payment_type`, `country`. */
  readonly eventTypeName: string;
  /** Entity type of the payer. */
  readonly entityType: string;
  /** Name of the model's score, from 0 to 1000, for example `payments_insightscore`. */
  readonly scoreName: string;
}

const TIMEOUT = sfn.Timeout.duration(Duration.minutes(1));

function isName(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value));
}

class RulesScreening extends FraudScreening {
  private readonly amountLimits: Record<string, number>;
  private readonly blockedCountries: string[];

  constructor(props: FraudRulesProps) {
    super();
    this.amountLimits = props.amountLimits ?? { USD: 1_000_000, EUR: 1_000_000, GBP: 1_000_000 };
    this.blockedCountries = props.blockedCountries ?? [];
  }

  public validate(): string[] {
    const wrongLimits = Object.entries(this.amountLimits).filter(([currency, amount]) => !/^[A-Z]{3}$/.test(currency) || !Number.isSafeInteger(amount) || amount < 1);
    const wrongCountries = this.blockedCountries.filter((country) => !/^[A-Z]{2}$/.test(country));
    return [
      ...wrongLimits.map(([currency, amount]) => `fraudScreening.amountLimits must hold ISO 4217 currencies and whole minor units from 1, got ${currency}: ${amount}`),
      ...wrongCountries.map((country) => `fraudScreening.blockedCountries must be ISO 3166-1 alpha-2 codes, got '${country}'`),
    ];
  }

  public bind(scope: Construct, context: FraudScreeningContext): sfn.TaskStateBase {
    const rules = context.functions.create({
      FRAUD_RULES: JSON.stringify({ amountLimits: this.amountLimits, blockedCountries: this.blockedCountries }),
    });
    return new tasks.LambdaInvoke(scope, 'FraudScreening', {
      lambdaFunction: rules,
      payload: sfn.TaskInput.fromJsonPathAt('$.payment'),
      resultSelector: { 'score.$': '$.Payload.score', 'reasons.$': '$.Payload.reasons' },
      resultPath: '$.fraud',
      retryOnServiceExceptions: false,
      taskTimeout: TIMEOUT,
    });
  }
}

class FraudDetectorScreening extends FraudScreening {
  constructor(private readonly props: FraudDetectorProps) {
    super();
  }

  public validate(): string[] {
    return Object.entries(this.props).filter(([, value]) => !isName(value)).map(([name, value]) => `fraudDetector.${name} must be a name, got '${value}'`);
  }

  public bind(scope: Construct): sfn.TaskStateBase {
    const stack = Stack.of(scope);
    const resource = (type: string, name: string) => stack.formatArn({ service: 'frauddetector', resource: type, resourceName: name });
    return tasks.CallAwsService.jsonata(scope, 'FraudScreening', {
      taskTimeout: TIMEOUT,
      service: 'frauddetector',
      action: 'getEventPrediction',
      iamResources: [
        resource('detector', this.props.detectorId),
        resource('event-type', this.props.eventTypeName),
        resource('entity-type', this.props.entityType),
      ],
      parameters: {
        DetectorId: this.props.detectorId,
        EventId: '{% $states.input.payment.provider & \'-\' & $states.input.payment.event_id %}',
        EventTypeName: this.props.eventTypeName,
        EventTimestamp: '{% $states.input.payment.occurred_at %}',
        Entities: [{ EntityType: this.props.entityType, EntityId: 'unknown' }],
        EventVariables: {
          amount: '{% $string($states.input.payment.amount_minor) %}',
          currency: '{% $states.input.payment.currency %}',
          payment_type: '{% $states.input.payment.payment_type %}',
          country: '{% $states.input.payment.country %}',
        },
      },
      outputs: {
        payment: '{% $states.input.payment %}',
        fraud: {
          score: `{% $max($states.result.ModelScores.$lookup(Scores, '${this.props.scoreName}')) / 10 %}`,
          reasons: '{% [$states.result.RuleResults.Outcomes] %}',
        },
      },
    });
  }
}

class SageMakerScreening extends FraudScreening {
  constructor(private readonly endpointName: string) {
    super();
  }

  public validate(): string[] {
    return isName(this.endpointName) ? [] : [`sageMaker's endpointName must be a name, got '${this.endpointName}'`];
  }

  public bind(scope: Construct): sfn.TaskStateBase {
    return tasks.CallAwsService.jsonata(scope, 'FraudScreening', {
      taskTimeout: TIMEOUT,
      service: 'sagemakerruntime',
      action: 'invokeEndpoint',
      iamAction: 'sagemaker:InvokeEndpoint',
      iamResources: [Stack.of(scope).formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: this.endpointName })],
      parameters: {
        EndpointName: this.endpointName,
        ContentType: 'application/json',
        Accept: 'application/json',
        Body: '{% $string($states.input.payment) %}',
      },
      outputs: {
        payment: '{% $states.input.payment %}',
        fraud: { score: '{% $parse($states.result.Body).score %}', reasons: '{% $parse($states.result.Body).reasons %}' },
      },
    });
  }
}
