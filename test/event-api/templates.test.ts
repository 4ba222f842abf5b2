import Ajv from 'ajv';
import * as fc from 'fast-check';
import { escapeJavaScript, render } from './velocity';
import { ingestInputSchema } from '../../src/event-api/handlers/shared/contract';
import { ACCEPTED_MODEL, PROBLEM_MODEL } from '../../src/event-api/models';
import {
  ACCEPTED_RESPONSE_TEMPLATE, FAILED_RESPONSE_TEMPLATE, FAILED_SELECTION_PATTERN, GATEWAY_PROBLEMS, INGEST_REQUEST_PARAMETERS,
  INGEST_REQUEST_TEMPLATE, PROBLEM_TYPE,
} from '../../src/event-api/templates';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const ajv = new Ajv({ schemaId: 'auto', meta: false }).addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json') as object);

const context = (overrides: object = {}) => ({
  requestId: 'chosen","principal":"admin', // by the caller, with a header
  extendedRequestId: 'dR9ABEXAMPLEIAM=',
  requestTimeEpoch: 1_772_366_405_000, // a number
  authorizer: { principalId: 'token-current' },
  identity: { sourceIp: '2001:db8::1' },
  responseOverride: {},
  ...overrides,
});
const request = (body: string, overrides?: object): Record<string, unknown> =>
  JSON.parse(render(INGEST_REQUEST_TEMPLATE, { body, context: context(overrides) })) as Record<string, unknown>;

describe('EV-01 request', () => {
  test('EV-01 has the body to the letter, and what API Gateway knows of the request, as ingest reads it', () => {
    const body = '{ "amount": 10.00, "reference": "Ünal\'s \\"shop\\" 😀 \\u20ac \\/ a/b", "id": 12345678901234567890 }\r\n';
    expect(request(body)).toEqual({
      requestId: 'dR9ABEXAMPLEIAM=', receivedAt: '1772366405000', principal: 'token-current', sourceIp: '2001:db8::1', body,
    });
    expect(ingestInputSchema.parse(request(body))).toMatchObject({ receivedAt: '2026-03-01T12:00:05.000Z', body });
  });

  test('EV-03 Lambda is invoked asynchronously', () => {
    expect(INGEST_REQUEST_PARAMETERS).toEqual({ 'integration.request.header.X-Amz-Invocation-Type': '\'Event\'' });
  });

  test('EV-01 without an authorizer, or with a strange one, it is JSON all the same', () => {
    expect(request('{}', { authorizer: undefined, identity: {} })).toMatchObject({ principal: '', sourceIp: '' });
    expect(request('{}', { authorizer: { principalId: '","body":"{}' } })).toMatchObject({ principal: '","body":"{}', body: '{}' });
  });

  test.each([
    ['members of its own', '{}"},"principal":"admin","x":{"'],
    ['what Jackson takes for JSON', '{"a":1},"principal":"admin"'],
    ['quotes', '\'"\\\'\\"\\\\\'\\\\"'],
    ['backslashes', '\\ \\\\ \\\\\\ \\n \\u0041'],
    ['references', '$context.identity.sourceIp $!{input.body} ${util} $util.escapeJavaScript("x") $ $$ $1 $& \\$'],
    ['directives', '#set($x=1)#if(true)yes#end #foreach($i in [1..9])$i#end #parse("x") #include("x") ## #* *# #[[ ]]# #stop #evaluate("1")'],
    ['a class of Java', '$input.getClass().forName("java.lang.Runtime").getRuntime().exec("id") $class.inspect("x")'],
    ['white space', '\t\r\n\f\b\u000b\u0000\u001f\u007f\u0085\u2028\u2029\ufeff'],
    ['a script', '</script><!-- ]]> \' OR 1=1; --'],
    ['half a character', '"\ud83d"'],
    ['nothing', ''],
  ])('EV-01 an injection is a text: %s', (_, body) => {
    expect(request(body)).toEqual({ ...request('{}'), body });
  });

  test('EV-01 any JSON survives the way exactly, however it is written', () => {
    fc.assert(fc.property(fc.jsonValue({ depthSize: 'medium' }), fc.constantFrom(undefined, 1, '\t', ' \n'), (value, indentation) => {
      const body = JSON.stringify(value, undefined, indentation);
      expect(request(body).body).toBe(body);
    }), { numRuns: 300 });
  });

  test('EV-01 any text survives the way exactly, and none becomes anything else than the body', () => {
    const nasty = fc.constantFrom('$', '#', '{', '}', '"', '\'', '\\', '\\\'', '\\"', '\n', '$input', '#if', '#end', '$!{', '","', '/', '\u2028', '😀');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(nasty, fc.string({ maxLength: 2 }))).map((parts) => parts.join(''))), (body) => {
      expect(request(body)).toEqual({ ...request('{}'), body });
    }), { numRuns: 500 });
  });

  test('EV-01 without the mended quotes it would not be JSON: the mock is as strict as Java', () => {
    expect(escapeJavaScript('it\'s a/b "é"\u0001')).toBe('it\\\'s a\\/b \\"\\u00E9\\"\\u0001');
    expect(() => JSON.parse(`"${escapeJavaScript('it\'s')}"`) as unknown).toThrow();
    // A number has no such method: the reference would stand there.
    expect(render('$util.escapeJavaScript($context.requestTimeEpoch)', { body: '', context: context() })).toContain('$util');
  });
});

describe('EV-01 responses', () => {
  const accepted = ajv.compile(ACCEPTED_MODEL);
  const problem = ajv.compile(PROBLEM_MODEL);
  const answer = (body: string) => {
    const given = context();
    const text = render(ACCEPTED_RESPONSE_TEMPLATE, { body, context: given });
    return { content: JSON.parse(text) as Record<string, unknown>, status: (given.responseOverride as { status?: number }).status };
  };

  test.each(['', '{}', 'null'])('EV-01 what Lambda took (it answers %j) is accepted', (body) => {
    const { content, status } = answer(body);
    expect(status).toBeUndefined();
    expect(content).toEqual({ requestId: 'dR9ABEXAMPLEIAM=', status: 'accepted' });
    expect(accepted(content)).toBe(true);
  });

  test.each([
    '{"Type":"User","message":"Rate Exceeded."}', '{"Message":"Request must be smaller than 1048576 bytes for the InvokeFunction operation"}',
    '{"errorMessage":"x","errorType":"Error"}', '{"message":null}',
  ])('EV-03 fails when Lambda did not take it: %s never looks accepted, and is not told', (body) => {
    const { content, status } = answer(body);
    expect(status).toBe(503);
    expect(content).toEqual({ type: 'about:blank', title: 'Service Unavailable', status: 503, requestId: 'dR9ABEXAMPLEIAM=' });
  });

  test('EV-01 an error of the integration is a 503, whatever it says', () => {
    expect('Task timed out\nafter 3 s').toMatch(new RegExp(`^${FAILED_SELECTION_PATTERN}$`));
    expect('').not.toMatch(new RegExp(`^${FAILED_SELECTION_PATTERN}$`));
    expect(problem(JSON.parse(render(FAILED_RESPONSE_TEMPLATE, { body: '{"errorMessage":"secret"}', context: context() })))).toBe(true);
    expect(PROBLEM_TYPE).toBe('application/problem+json');
  });

  test.each(Object.entries(GATEWAY_PROBLEMS))('EV-01 %s tells its status and nothing of the request or the inside', (_, { status, template }) => {
    // Not VTL: variables are replaced, and nothing else.
    const text = template.replaceAll('$context.extendedRequestId', 'dR9ABEXAMPLEIAM=');
    expect(text).not.toMatch(/\$|#/);
    const content = JSON.parse(text) as Record<string, unknown>;
    expect(problem(content)).toBe(true);
    expect(content).toMatchObject({ status });
  });

  test('EV-01 the statuses are those that callers can act by', () => {
    expect(Object.fromEntries(Object.entries(GATEWAY_PROBLEMS).map(([type, { status }]) => [type, status]))).toMatchObject({
      BAD_REQUEST_BODY: 400,
      UNAUTHORIZED: 401,
      ACCESS_DENIED: 403,
      MISSING_AUTHENTICATION_TOKEN: 404,
      REQUEST_TOO_LARGE: 413,
      UNSUPPORTED_MEDIA_TYPE: 415,
      THROTTLED: 429,
      INTEGRATION_FAILURE: 503,
      DEFAULT_5XX: 500,
    });
  });
});
