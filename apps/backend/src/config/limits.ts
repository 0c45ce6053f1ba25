import { z } from 'zod';

/** A whole number from `min` to `max`. */
export const count = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max);

/** Settings that bound what one client, or all of them, can use up. */
export const LIMITS = {
  MAX_LINKS_PER_MINUTE: count(1, 1_000_000)
    .default(120)
    .describe(
      'new links per minute that visitors may create, whole installation; one address gets a quarter, one /24, /56 or /48 a half; from half of it on, pages must solve a proof of work',
    ),
  MAX_SIGNED_LINKS_PER_MINUTE: count(1, 1_000_000)
    .default(600)
    .describe('new links per minute for signed one-shot offers, whole installation'),
  PROOF_OF_WORK: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe('`auto`: asked for when half of `MAX_LINKS_PER_MINUTE` is used; `off`: never'),
  MAX_UNPAID_LINKS_PER_ADDRESS: count(1, 1_000_000)
    .default(20)
    .describe('unpaid links that one address may create within 15 minutes; signed orders do not count'),
  MAX_WATCHED_LINKS_PER_ADDRESS: count(1, 100_000)
    .default(10)
    .describe('links that are read from MyTPE every few seconds because one address follows them; the newest ones'),
  MAX_READS_PER_MINUTE: count(1, 10_000_000)
    .default(600)
    .describe(
      'requests per address and minute; scripts, probes of `/ready` and refused webhooks are counted apart, each up to the same limit',
    ),
  MAX_EVENT_STREAMS: count(1, 100_000).default(2000).describe('open event streams of this process'),
  MAX_EVENT_STREAMS_PER_ADDRESS: count(1, 100_000).default(500).describe('open event streams per address'),
  MAX_QR_CODES_PER_MINUTE: count(1, 10_000_000)
    .default(60)
    .describe('new QR codes per address and minute; a cached code does not count'),
  MAX_CONNECTIONS: count(1, 1_000_000).default(5000).describe('open connections of this process'),
  MAX_OPEN_BODIES: count(1, 100_000)
    .default(1000)
    .describe('request bodies that may be arriving at the same time, 16 KiB each; one address gets a tenth'),
  MAX_OPEN_WEBHOOK_BODIES: count(1, 10_000)
    .default(50)
    .describe('webhook bodies that may be arriving at the same time, 256 KiB each; one address gets half'),
};
