import './support/environment';
import { captureOutput, metricsIn } from './support/lambda';
import { count, traced, tracer, withMetrics } from '../../../src/hardened/handlers/telemetry';

afterEach(() => { jest.restoreAllMocks(); });

test('DR-02 work runs in a subsegment of its own, closed whatever happens, and the invocation\'s segment is current again', async () => {
  type Segment = ReturnType<typeof tracer.getSegment>;
  const own = { name: '', close: jest.fn() };
  const segment = { addNewSubsegment: (name: string) => Object.assign(own, { name }) };
  let current: unknown = segment;
  jest.spyOn(tracer, 'getSegment').mockImplementation(() => current as Segment);
  jest.spyOn(tracer, 'setSegment').mockImplementation((given) => { current = given; });
  const annotated = jest.spyOn(tracer, 'annotateColdStart').mockImplementation(() => undefined);

  await expect(traced('payment', () => {
    expect(current).toBe(own);
    expect(own.close).not.toHaveBeenCalled();
    return Promise.reject(new Error('failed'));
  })).rejects.toThrow('failed');
  expect(annotated).toHaveBeenCalledTimes(1);
  expect(current).toBe(segment);
  expect(own).toEqual({ name: '## payment', close: own.close });
  expect(own.close).toHaveBeenCalledTimes(1);
});

test('DR-09 metrics are written whatever happens, once, and nothing where there are none', async () => {
  const output = captureOutput();
  await expect(withMetrics(() => {
    count('PaymentFailed');
    return Promise.reject(new Error('failed'));
  })).rejects.toThrow('failed');
  expect(metricsIn(output.text())).toEqual({ PaymentFailed: 1 });
  expect(await withMetrics(() => Promise.resolve('done'))).toBe('done');
  expect(metricsIn(output.text())).toEqual({ PaymentFailed: 1 });
  output.restore();
});
