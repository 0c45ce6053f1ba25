import { Problem } from '../problem.ts';
import type { UpstreamError } from '../upstream/upstream.ts';

/** What the caller is told when MyTPE did not do what was asked. */
export function upstreamProblem(error: UpstreamError): Problem {
  const facts = { cause: error, operator: error.message };
  if (error.failure === 'rejected') return new Problem('upstream_rejected', facts);
  if (error.failure === 'misconfigured') return new Problem('misconfigured', facts);
  return new Problem('upstream_unavailable', { retryAfter: error.retryAfter ?? 10, ...facts });
}
