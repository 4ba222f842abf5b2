/** Java's escape for JavaScript also escapes single quotes, which JSON forbids. */
function escaped(value: string): string {
  return `$util.escapeJavaScript(${value}).replaceAll("\\\\'","'")`;
}

/**
 * The request as `ingest` gets it: JSON of nothing but text (VTL).
 *
 * - The body is a text within it, to the letter. Put there as JSON, as it came, it could close the object and go on with members of
 *   its own; by `$input.json('$')` its numbers would be rounded.
 * - The extended request id: callers can choose the other one.
 * - What is not a text, or may be absent, is put into one first: Velocity calls no method with it otherwise, and shows the call instead.
 */
export const INGEST_REQUEST_TEMPLATE = [
  '{"requestId":"$context.extendedRequestId"',
  '"receivedAt":"$context.requestTimeEpoch"',
  `"principal":"${escaped('"$!context.authorizer.principalId"')}"`,
  `"sourceIp":"${escaped('"$!context.identity.sourceIp"')}"`,
  `"body":"${escaped('$input.body')}"}`,
].join(',');

/** Parameters of the integration: Lambda queues the event and answers at once, so that the destinations get the result. */
export const INGEST_REQUEST_PARAMETERS: Record<string, string> = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" };
