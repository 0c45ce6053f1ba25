import { z } from 'zod';

import { checkedInput } from '../wire/input-fields.ts';
import { HEADER_NAMES, type WebhookHeaderNames } from './headers.ts';
import { SIGNATURE_PREFIX } from './signature.ts';

/** Options for `createWebhookVerifier`. */
export interface WebhookVerifierOptions {
  /**
   * 1 to 10 secrets, complete as MyTPE showed them (`whsec_…`). Pass the old and the new secret while you replace one,
   * because earlier deliveries are signed with the old secret.
   */
  readonly secrets: readonly string[];
  /** The maximum difference between a delivery's timestamp and the current time. Default: 300. Maximum: 86,400. */
  readonly toleranceSeconds?: number | undefined;
  /** Returns the current time in milliseconds since 1970. Default: the system clock. */
  readonly clock?: (() => number) | undefined;
  /** The names of the headers. Default: `X-MytpePay-…`. */
  readonly headers?: Partial<WebhookHeaderNames> | undefined;
  /** The prefix of the hexadecimal digits. Default: `sha256=`. */
  readonly signaturePrefix?: string | undefined;
  /** The maximum size of the body. Default: 1,048,576. */
  readonly maxBodyBytes?: number | undefined;
}

const HeaderName = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'must be a header name');

const Settings = z.strictObject({
  secrets: z
    .array(z.string().max(512))
    .min(1, 'must not be empty')
    .max(10)
    .refine((secrets) => secrets.every((secret) => secret.trim() !== ''), 'must not be empty'),
  toleranceSeconds: z.int().min(1).max(86_400).default(300),
  clock: z.custom<() => number>((value) => typeof value === 'function', 'must be a function').default(() => Date.now),
  headers: z
    .strictObject({
      signature: HeaderName.default(HEADER_NAMES.signature),
      timestamp: HeaderName.default(HEADER_NAMES.timestamp),
      event: HeaderName.default(HEADER_NAMES.event),
      deliveryId: HeaderName.default(HEADER_NAMES.deliveryId),
    })
    .default(HEADER_NAMES),
  signaturePrefix: z.string().max(100).default(SIGNATURE_PREFIX),
  maxBodyBytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024)
    .default(1024 * 1024),
});
export type VerifierSettings = z.output<typeof Settings>;

/** Validates options. @throws InvalidInputError with every invalid option. */
export function parseVerifierSettings(options: WebhookVerifierOptions): VerifierSettings {
  return checkedInput(Settings, 'webhook verifier options', options);
}
