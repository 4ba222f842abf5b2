import { synthesise } from './app';
import { IngressMode, PaymentProvider } from '../../src';

// The CDK prints warnings too.
beforeAll(() => { jest.spyOn(console, 'error').mockImplementation(() => undefined); });

describe('WH-02 capacity check', () => {
  test('WH-02 the default rate is what the validator sustains: no warning', () => {
    const { template, warnings } = synthesise();
    expect(template.one('AWS::ApiGateway::Stage').Properties.MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: 300, ThrottlingBurstLimit: 150 });
    expect(warnings).toEqual([]);
    expect(synthesise({}, 'eu-central-1').template.one('AWS::ApiGateway::Stage').Properties.MethodSettings[0].ThrottlingRateLimit).toBe(150);
  });

  test('WH-02 a higher rate warns, with the arithmetic', () => {
    const { warnings } = synthesise({ ingress: { rateLimit: 10_000 } });
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('Step Functions starts 300 executions a second in us-east-1 by default');
    expect(warnings[0]).toContain('the stage accepts 10,000 requests a second, the validator sustains 1,000 (1 x 100 reserved x 10 a second for each environment)');
    // 1,000 - 100 kept - 20 - 50 - 50 - 5 = 775.
    expect(warnings[0]).toContain("10,000 needs concurrency.validator 1,000, and the account's limit of 1,000 leaves 775");
  });

  test('WH-02 a validator for each provider adds up', () => {
    const providers = [PaymentProvider.stripe(), PaymentProvider.adyen()];
    expect(synthesise({ providers, ingress: { rateLimit: 2000, validatorPerProvider: true } }).warnings).toEqual([expect.stringContaining('Step Functions')]);
    expect(synthesise({ providers, ingress: { rateLimit: 2001, validatorPerProvider: true } }).warnings[0]).toContain('sustains 2,000 (2 x 100 reserved');
  });

  test('WH-02 direct to queue sustains what API Gateway does, which is less in smaller Regions', () => {
    const ingress = { mode: IngressMode.DIRECT_TO_QUEUE };
    expect(synthesise({ ingress }).warnings).toEqual([expect.stringContaining('Step Functions starts 300')]);
    expect(synthesise({ ingress }, 'eu-south-1').warnings[0]).toContain('quota for the whole account in eu-south-1 is 2,500');
  });
});
