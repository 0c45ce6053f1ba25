import { ENVIRONMENTS, OriginPattern } from '@mytpe-pay/contract';
import { isReceiptKeyPem, LEGACY_OFFER_AUDIENCE, OfferKeys } from '@mytpe-pay/tokens';
import { z } from 'zod';

import { API_DEFAULTS, APIS } from '../domain/api-limits.ts';
import { isProxyNetwork } from '../lib/network.ts';
import { isSigningSecret } from '../lib/sign-webhook.ts';

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''));
const list = z.string().transform((text) => text.split(',').flatMap((item) => item.trim() || []));

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the text, which can be secret.
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});

/** `true` unless the address has parts that an HTTP request does not send. Another rule refuses invalid addresses. */
function isPlainAddress(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed === null || (parsed.username === '' && parsed.password === '' && parsed.hash === '');
}

/** A whole number from `min` to `max`. */
const count = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max);

/** One or two secrets, comma-separated. */
const secretPair = (secret: z.ZodType<string, string>) =>
  list.pipe(z.array(secret).min(1).max(2, 'must be one secret, or two while one replaces the other'));

/** The MyTPE API, its credentials and its webhooks. */
const MYTPE = {
  MYTPE_ENVIRONMENT: z
    .enum(ENVIRONMENTS)
    .default('live')
    .describe('`live`, or `sandbox` for a local MyTPE without real money'),
  MYTPE_API: z.enum(APIS).default('ext').describe('which MyTPE API is in use: `ext`, or the older `v2`'),
  MYTPE_BASE_URL: url.describe(
    `MyTPE API address, for example \`${API_DEFAULTS.ext.baseUrl}\`, with v2 \`${API_DEFAULTS.v2.baseUrl}\`; never rewritten`,
  ),
  MYTPE_API_KEY: z.string().min(1).describe('MyTPE API key'),
  MYTPE_API_SECRET: z.string().min(1).describe('MyTPE API secret; it never leaves this process except to MyTPE'),
  MYTPE_PAY_BASE_URL: url
    .optional()
    .describe(
      `start of the customer URL, used when a response of MyTPE has only a slug; \`${API_DEFAULTS.ext.payBaseUrl}\`, with v2 \`${API_DEFAULTS.v2.payBaseUrl}\``,
    ),
  MYTPE_PAYMENT_INSTANCE_ID: z
    .string()
    .min(1)
    .optional()
    .describe('payment instance; needed when the account has several'),
  MYTPE_WEBHOOK_SECRET: secretPair(z.string().max(512))
    .optional()
    .describe(
      'secret of MyTPE’s webhook, with `whsec_`; two, comma-separated, while one replaces the other; without it the backend refuses these webhooks',
    ),
  REGISTER_WEBHOOK: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: at every start, registers `PUBLIC_URL` for MyTPE’s webhooks if needed, and stores the secret'),
};

/** The catalog, the database, the addresses of this backend and its pages, and the keys of tokens. */
const OFFERS = {
  OFFERS_FILE: z
    .string()
    .min(1)
    .default('offers.yaml')
    .describe('path of the catalog; reloaded when the file changes and on SIGHUP'),
  STORE_URL: z
    .string()
    .regex(/^(?:sqlite:.|postgres(?:ql)?:\/\/.)/, 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME')
    .default('sqlite:./data/mytpe-pay.db')
    .describe('database of the links: `sqlite:PATH` for one process, `postgres://…` for one or many'),
  ALLOWED_ORIGINS: list
    .pipe(z.array(OriginPattern))
    .optional()
    .describe(
      'origins whose pages may use this backend: exact, `https://*.example.dz` or `*`; comma-separated; default in sandbox: `*`',
    ),
  PUBLIC_URL: url.optional().describe('address of this backend as visitors see it; required in live'),
  OFFER_TOKEN_KEYS: json
    .pipe(OfferKeys)
    .optional()
    .describe(
      'keys that verify signed offers, at most two: `[{"kid","alg","secret"}]` for HS256, `[{"kid","alg","public_key_pem"}]` for ES256 and EdDSA; without it the backend refuses tokens',
    ),
  OFFER_TOKEN_AUDIENCE: z
    .literal(LEGACY_OFFER_AUDIENCE, `must be ${LEGACY_OFFER_AUDIENCE}, or not set`)
    .optional()
    .describe('`mytpe-pay`: also accepts offer tokens with this earlier `aud`; without it only `PUBLIC_URL`'),
  RECEIPT_SIGNING_KEY: z
    .string()
    .refine(isReceiptKeyPem, 'must be an Ed25519 private key as PKCS#8 PEM')
    .optional()
    .describe(
      'signs receipts: an Ed25519 private key, PEM; without it the backend creates a key for each environment and stores it in the database',
    ),
};

/** Webhooks to the merchant's server. */
const MERCHANT_WEBHOOKS = {
  MERCHANT_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an https address' })
    .max(2048)
    .refine(isPlainAddress, 'must hold no user, password or fragment')
    .optional()
    .describe(
      'address of your server that receives payment events; https, except on this machine and in sandbox; without it the backend sends none',
    ),
  MERCHANT_WEBHOOK_SECRET: secretPair(
    z.string().refine(isSigningSecret, 'must be `whsec_` and 24 to 64 random bytes as base64'),
  )
    .optional()
    .describe(
      'signs these events: `whsec_` and 24 to 64 random bytes as base64; two, comma-separated, while one replaces the other',
    ),
};

/** The HTTP server and its log. */
const SERVER = {
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PORT: count(0, 65_535).default(8020).describe('port to listen on'),
  TRUST_PROXY: list
    .pipe(z.array(z.string().refine(isProxyNetwork, 'must be an IP address or a network like 10.0.0.0/8')))
    .default([])
    .describe('addresses of the reverse proxies in front, comma-separated'),
  ADMIN_TOKEN: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe(
      'the operator’s token, at least 32 characters: gives access to `/metrics`, `/admin/v1` and the reasons of `/ready`',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least severe level that is logged'),
};

/** Bounds on what one client, or all clients together, can use. */
const LIMITS = {
  MAX_LINKS_PER_MINUTE: count(1, 1_000_000)
    .default(120)
    .describe(
      'new links per minute that visitors may create, whole installation; one address gets a quarter, one /24, /56 or /48 a half; when half of it is used, pages must solve a proof of work',
    ),
  MAX_SIGNED_LINKS_PER_MINUTE: count(1, 1_000_000)
    .default(600)
    .describe('new links per minute for signed one-shot offers, whole installation'),
  PROOF_OF_WORK: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe('`auto`: required when half of `MAX_LINKS_PER_MINUTE` is used; `off`: never'),
  MAX_UNPAID_LINKS_PER_ADDRESS: count(1, 1_000_000)
    .default(20)
    .describe('unpaid links that one address may create within 15 minutes; signed orders do not count'),
  MAX_WATCHED_LINKS_PER_ADDRESS: count(1, 100_000)
    .default(10)
    .describe('links that one address can follow with a poll of MyTPE every few seconds; the newest ones'),
  MAX_READS_PER_MINUTE: count(1, 10_000_000)
    .default(600)
    .describe(
      'requests per address and minute; scripts, probes of `/ready` and refused webhooks have separate counts with the same limit',
    ),
  MAX_EVENT_STREAMS: count(1, 100_000).default(2000).describe('open event streams of this process'),
  MAX_EVENT_STREAMS_PER_ADDRESS: count(1, 100_000).default(500).describe('open event streams per address'),
  MAX_QR_CODES_PER_MINUTE: count(1, 10_000_000)
    .default(60)
    .describe('new QR codes per address and minute; a cached code does not count'),
  MAX_CONNECTIONS: count(1, 1_000_000).default(5000).describe('open connections of this process'),
  MAX_OPEN_BODIES: count(1, 100_000)
    .default(1000)
    .describe('request bodies that can arrive at the same time, 16 KiB each; one address gets a tenth'),
  MAX_OPEN_WEBHOOK_BODIES: count(1, 10_000)
    .default(50)
    .describe('webhook bodies that can arrive at the same time, 256 KiB each; one address gets half'),
};

/** Lifetimes and waits. */
const TIMES = {
  LINK_TTL_HOURS: count(1, 8760).default(72).describe('hours after which an unpaid payer link is archived'),
  GRACE_MINUTES: count(15, 10_080).default(15).describe('minutes a link stays payable after its offer changed'),
  CREATE_WAIT_MS: count(100, 60_000).default(15_000).describe('milliseconds a caller waits for a new link'),
  RECONCILE_DELAY_MS: count(0, 60_000)
    .default(10_000)
    .describe('milliseconds before the backend looks for a link whose create has an unknown outcome'),
  UPSTREAM_TIMEOUT_MS: count(100, 60_000).default(10_000).describe('milliseconds one call to MyTPE may take'),
  UPSTREAM_CONCURRENCY: count(1, 100).default(2).describe('concurrent calls of each process to MyTPE'),
  SHARED_LINK_STALE_MS: count(100, 3_600_000)
    .default(10_000)
    .describe('age in milliseconds after which the backend reads a shared link again when it shows the link'),
  SHOW_SHARED_LINK_WAIT_MS: count(0, 15_000)
    .default(3_000)
    .describe('milliseconds the first view of a shared offer waits for its link'),
};

/**
 * Every setting of the backend, declared once: name, rule, default, meaning. The documentation lists them in this order.
 * The value of each `X` may also come from a file whose path is in `X_FILE` (container secrets).
 */
export const Variables = z.object({ ...MYTPE, ...OFFERS, ...MERCHANT_WEBHOOKS, ...SERVER, ...LIMITS, ...TIMES });

/** The valid settings, with every default filled in. */
export type Settings = z.output<typeof Variables> & {
  readonly ALLOWED_ORIGINS: readonly string[];
  readonly MYTPE_PAY_BASE_URL: string;
};
