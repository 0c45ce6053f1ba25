import { z } from 'zod';

import { WEBHOOK_FAULT_TYPES } from '../webhooks/attempt.ts';

const MAX_WAIT_MS = 120_000;

const ms = z.int().min(0).max(MAX_WAIT_MS);
const retryAfterFormat = z.enum(['seconds', 'http_date']).default('seconds');
const RefusalBody = z.record(z.string().max(100), z.json());

/** Each fault type with its options. Options of other fault types are accepted and ignored. */
const CallFault = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    status: z.int().min(400).max(599).default(503),
    retry_after: z.int().min(0).max(86_400).optional(),
    retry_after_format: retryAfterFormat,
    body: RefusalBody.optional(),
  }),
  z
    .object({ type: z.literal('latency'), ms: ms.default(1_000), max_ms: ms.optional() })
    .refine((fault) => (fault.max_ms ?? fault.ms) >= fault.ms, { path: ['max_ms'], error: 'must not be below ms' }),
  z.object({ type: z.enum(['reset_before', 'reset_after', 'truncated', 'malformed']) }),
  z.object({ type: z.literal('slow_drip'), bytes_per_second: z.int().min(1).max(1_000_000).default(64) }),
  z.object({
    type: z.literal('rate_limit'),
    limit: z.int().min(0).max(1_000_000).default(10),
    window_ms: z.int().min(1).max(86_400_000).default(60_000),
    retry_after_format: retryAfterFormat,
  }),
]);
const WebhookFault = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['webhook_delayed', 'webhook_reordered']), ms: ms.default(1_000) }),
  z.object({ type: z.enum(['webhook_duplicated', 'webhook_forged', 'webhook_reserialised', 'webhook_dropped']) }),
]);
const FaultOptions = z.discriminatedUnion('type', [CallFault, WebhookFault]);
export type CallFault = z.infer<typeof CallFault>;
export type WebhookFault = z.infer<typeof WebhookFault>;
export type FaultOptions = z.infer<typeof FaultOptions>;

const anything = z.unknown().optional();
const KnownOptions = z.strictObject({
  type: anything,
  status: anything,
  retry_after: anything,
  retry_after_format: anything,
  body: anything,
  ms: anything,
  max_ms: anything,
  bytes_per_second: anything,
  limit: anything,
  window_ms: anything,
});

const pairs = z
  .record(z.string().min(1).max(100), z.string().max(500))
  .refine((values) => Object.keys(values).length <= 10, 'has at most 10 entries');

const Match = z.strictObject({
  api: z.enum(['ext', 'v2', 'pay']).optional(),
  method: z.string().max(10).toUpperCase().optional(),
  path_regex: z.string().max(300).refine(isRegex, 'must be a regular expression').optional(),
  headers: pairs.optional(),
  query: pairs.optional(),
  event: z.string().max(100).optional(),
});
export type Match = z.infer<typeof Match>;

/** A fault to inject: the calls or deliveries it hits, its effect, and its frequency. */
export const FaultRequest = z
  .strictObject({
    match: Match.default({}),
    fault: KnownOptions.pipe(FaultOptions),
    /** The rule removes itself after this many hits. Default: it stays. */
    times: z.int().min(1).max(1_000_000).optional(),
    /** The number of first matches that pass without the fault. */
    after: z.int().min(0).max(1_000_000).default(0),
    /** After those, the rule hits every nth match. */
    every: z.int().min(1).max(1_000_000).default(1),
    /** The share of those matches that the rule hits. `seed` decides, so that a run can be repeated. */
    probability: z.number().gt(0).max(1).default(1),
    seed: z.int().min(0).max(0xffff_ffff).default(1),
  })
  .superRefine(({ match, fault }, context) => {
    const foreign = isWebhookFault(fault.type)
      ? (['method', 'path_regex', 'headers', 'query'] as const)
      : (['event'] as const);
    const what = isWebhookFault(fault.type) ? 'a delivery' : 'a call';
    for (const name of foreign) {
      if (match[name] !== undefined)
        context.addIssue({ code: 'custom', path: ['match', name], message: `${what} has none` });
    }
  });
export type FaultRequest = z.infer<typeof FaultRequest>;

export function isWebhookFault(type: FaultOptions['type']): boolean {
  return (WEBHOOK_FAULT_TYPES as readonly string[]).includes(type);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
