/** What callers are told, by status. Nothing of what they sent, nothing of what is inside. */
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Media type of an error, after RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** An error as JSON; the id, which callers cannot choose, alone is filled in, which gateway responses can do too. */
function problem(status: number): string {
  return `{"type":"about:blank","title":"${TITLES[status]}","status":${status},"requestId":"$context.extendedRequestId"}`;
}

/**
 * The answer when Lambda has been asked: 202, or 503 where Lambda did not take the event (VTL).
 *
 * An asynchronous invocation answers without a body, and an error of Lambda has a message. API Gateway knows no status of Lambda to
 * select by, and an event that was not taken must not look accepted.
 */
export const ACCEPTED_RESPONSE_TEMPLATE = [
  '#set($answer="$!input.body")',
  '#if($answer.toLowerCase().indexOf("message") >= 0)',
  '#set($context.responseOverride.status=503)',
  problem(503),
  '#else',
  '{"requestId":"$context.extendedRequestId","status":"accepted"}',
  '#end',
].join('');

/** The answer when the integration fails (selection pattern below). */
export const FAILED_RESPONSE_TEMPLATE = problem(503);
/** Matches any error of Lambda. */
export const FAILED_SELECTION_PATTERN = '(\\n|.)+';

/** A gateway response: an answer of API Gateway itself. Substitution alone, no VTL. */
export interface GatewayProblem {
  /** Status code. */
  readonly status: number;
  /** Template of media type `application/json`, under which API Gateway looks for it. */
  readonly template: string;
}

/** Status by type of gateway response; `ResponseType.of(name)`. */
const STATUS = {
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  UNAUTHORIZED: 401,
  ACCESS_DENIED: 403,
  INVALID_API_KEY: 403,
  EXPIRED_TOKEN: 403,
  INVALID_SIGNATURE: 403,
  WAF_FILTERED: 403,
  // What API Gateway calls a path or method that does not exist.
  MISSING_AUTHENTICATION_TOKEN: 404,
  RESOURCE_NOT_FOUND: 404,
  REQUEST_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  THROTTLED: 429,
  QUOTA_EXCEEDED: 429,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  // What may pass: the sender tries again.
  AUTHORIZER_FAILURE: 503,
  INTEGRATION_FAILURE: 503,
  INTEGRATION_TIMEOUT: 503,
  DEFAULT_5XX: 500,
} as const;

/** Gateway responses by type. DEFAULT_4XX is not among them: it has no status of its own to tell. */
export const GATEWAY_PROBLEMS: Record<string, GatewayProblem> = Object.fromEntries(
  Object.entries(STATUS).map(([type, status]) => [type, { status, template: problem(status) }]),
);
