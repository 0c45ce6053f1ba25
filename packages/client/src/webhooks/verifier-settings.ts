import { z } from 'zod';

import { checkedInput } from '../wire/input-fields.ts';
import { HEADER_NAMES, type WebhookHeaderNames } from './headers.ts';
import { SIGNATURE_PREFIX } from './signature.ts';

export interface WebhookVerifierOptions {
  /**
   * 1 to 10, each whole as MyTPE showed it (`whsec_…`). Two while one replaces the other: deliveries that are under way
   * were signed with the old one.
   */
  readonly secrets: readonly string[];
  /** How far a delivery's timestamp may lie before or after now. Default 300, at most 86,400. */
  readonly toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined;
  /** Where they are not `X-MytpePay-…`. */
  readonly headers?: Partial<WebhookHeaderNames> | undefined;
  /** What stands before the hexadecimal digits. Default `sha256=`. */
  readonly signaturePrefix?: string | undefined;
  /** A larger body is refused unread. Default 1,048,576. */
  readonly maxBodyBytes?: number | undefined;
}

const HeaderName = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'must be names of headers');

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

/** @throws InvalidInputError naming every option that is wrong. */
export function parseVerifierSettings(options: WebhookVerifierOptions): VerifierSettings {
  return checkedInput(Settings, 'webhook verifier options', options);
}
