import { isIP } from 'node:net';

import { ENVIRONMENTS, OriginPattern } from '@mytpe-pay/contract';
import { isReceiptKeyPem, LEGACY_OFFER_AUDIENCE, OfferKeys } from '@mytpe-pay/tokens';
import { z } from 'zod';

import { API_DEFAULTS, apiOfAddress, APIS } from '../domain/api-limits.ts';
import { StartError } from '../lib/start-error.ts';
import { isSigningSecret } from '../lib/webhook-signature.ts';
import { count, LIMITS } from './limits.ts';
import { readVariable } from './read-variable.ts';

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});

/** An address, a network in CIDR notation, or a name that Fastify's `trustProxy` knows for several. */
function isNetwork(text: string): boolean {
  const [address = '', bits = '1', ...more] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  if (longest !== undefined) return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest && more.length === 0;
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text);
}

/** What `fetch` and its like would not send. Whatever is no address at all, another rule refuses. */
function isPlainAddress(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed === null || (parsed.username === '' && parsed.password === '' && parsed.hash === '');
}

/**
 * Every setting of the backend, declared once: name, rule, default, meaning. Each `X` may also be given as
 * `X_FILE`, the path of a file that holds the value (container secrets).
 */
const Variables = z.object({
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
      `start of the customer URL where MyTPE answers only a slug; \`${API_DEFAULTS.ext.payBaseUrl}\`, with v2 \`${API_DEFAULTS.v2.payBaseUrl}\``,
    ),
  MYTPE_PAYMENT_INSTANCE_ID: z
    .string()
    .min(1)
    .optional()
    .describe('payment instance; needed when the account has several'),
  MYTPE_WEBHOOK_SECRET: list
    .pipe(z.array(z.string().max(512)).min(1).max(2, 'must be one secret, or two while one replaces the other'))
    .optional()
    .describe(
      'secret of MyTPE’s webhook, whole, `whsec_` included; two, comma-separated, while one replaces the other; without it deliveries are refused',
    ),
  REGISTER_WEBHOOK: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: has MyTPE send its webhooks to `PUBLIC_URL` at every start, if it does not; its secret is kept'),
  OFFERS_FILE: z.string().min(1).default('offers.yaml').describe('the catalog; reloaded when it changes and on SIGHUP'),
  STORE_URL: z
    .string()
    .regex(/^(?:sqlite:.|postgres(?:ql)?:\/\/.)/, 'must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME')
    .default('sqlite:./data/mytpe-pay.db')
    .describe('where links are kept: `sqlite:PATH` for one process, `postgres://…` for one or many'),
  ALLOWED_ORIGINS: list
    .pipe(z.array(OriginPattern))
    .optional()
    .describe(
      'origins whose pages may use this backend: exact, or `https://*.example.dz`, or `*`; comma-separated; sandbox: `*`',
    ),
  PUBLIC_URL: url.optional().describe('address of this backend as visitors see it; required in live'),
  OFFER_TOKEN_KEYS: json
    .pipe(OfferKeys)
    .optional()
    .describe(
      'keys that offers are signed with, at most two: `[{"kid","alg","secret"}]` for HS256, `[{"kid","alg","public_key_pem"}]` for ES256 and EdDSA; without it tokens are refused',
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
      'signs receipts: an Ed25519 private key, PEM; without it the backend makes one for each environment and keeps it in the store',
    ),
  MERCHANT_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an https address' })
    .max(2048)
    .refine(isPlainAddress, 'must hold no user, password or fragment')
    .optional()
    .describe(
      'address of your server that is told of payments; https, except on this machine and in sandbox; without it nothing is sent',
    ),
  MERCHANT_WEBHOOK_SECRET: list
    .pipe(
      z
        .array(z.string().refine(isSigningSecret, 'must be `whsec_` and 24 to 64 random bytes as base64'))
        .min(1)
        .max(2, 'must be one secret, or two while one replaces the other'),
    )
    .optional()
    .describe(
      'signs what is sent there: `whsec_` and 24 to 64 random bytes as base64; two, comma-separated, while one replaces the other',
    ),
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PORT: count(0, 65_535).default(8020).describe('port to listen on'),
  TRUST_PROXY: list
    .pipe(z.array(z.string().refine(isNetwork, 'must be an IP address or a network like 10.0.0.0/8')))
    .default([])
    .describe('addresses of the reverse proxies in front, comma-separated'),
  ADMIN_TOKEN: z
    .string()
    .min(32, 'must be at least 32 characters')
    .optional()
    .describe('the operator’s token, at least 32 characters: opens `/metrics`, `/admin/v1`, the reasons of `/ready`'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('how much is logged'),
  ...LIMITS,
  LINK_TTL_HOURS: count(1, 8760).default(72).describe('hours after which an unpaid payer link is archived'),
  GRACE_MINUTES: count(15, 10_080).default(15).describe('minutes a link stays payable after its offer changed'),
  CREATE_WAIT_MS: count(100, 60_000).default(15_000).describe('milliseconds a caller waits for a new link'),
  RECONCILE_DELAY_MS: count(0, 60_000)
    .default(10_000)
    .describe('milliseconds to wait before reading back a create whose outcome is unknown'),
  UPSTREAM_TIMEOUT_MS: count(100, 60_000).default(10_000).describe('milliseconds one call to MyTPE may take'),
  UPSTREAM_CONCURRENCY: count(1, 100).default(2).describe('calls to MyTPE under way at once'),
  SHARED_LINK_STALE_MS: count(100, 3_600_000)
    .default(10_000)
    .describe('a shared link that is shown is read again when its last reading is older, in milliseconds'),
  SHOW_SHARED_LINK_WAIT_MS: count(0, 15_000)
    .default(3_000)
    .describe('milliseconds the first view of a shared offer waits for its link'),
});

export type Settings = z.output<typeof Variables> & {
  readonly ALLOWED_ORIGINS: readonly string[];
  readonly MYTPE_PAY_BASE_URL: string;
};

/** One is nothing without the other. */
const HOOK = ['MERCHANT_WEBHOOK_URL', 'MERCHANT_WEBHOOK_SECRET'] as const;

/** All that is wrong with the settings, together; values are not shown. */
export class SettingsError extends StartError {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the settings have ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Reads the settings from environment variables. @throws SettingsError naming every bad variable at once. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.keys(Variables.shape).map((name) => [name, readVariable(env, name, problems)]),
  );
  const parsed = Variables.safeParse(values);
  for (const issue of parsed.error?.issues ?? [])
    problems.push(
      `${issue.path.join('.')} ${values[String(issue.path[0])] === undefined ? 'is required' : issue.message}`,
    );
  // Read before the rest is known to be good: one start shows every mistake.
  const isLive = (values['MYTPE_ENVIRONMENT'] ?? 'live') === 'live';
  if (isLive && values['PUBLIC_URL'] === undefined)
    problems.push('PUBLIC_URL is required in live: the address of this backend as visitors see it');
  const { MYTPE_API: api = 'ext', MYTPE_BASE_URL: baseUrl = '' } = values;
  const told = apiOfAddress(baseUrl.replace(/\/+$/, ''));
  if (told !== null && told !== api && api in API_DEFAULTS)
    problems.push(`MYTPE_BASE_URL is an address of ${told}, and MYTPE_API is ${api}: they must belong together`);
  for (const name of ['MYTPE_BASE_URL', 'PUBLIC_URL', 'MERCHANT_WEBHOOK_URL'])
    if (isLive && isOpenHttp(values[name])) problems.push(`${name} must be https in live: secrets travel there`);
  for (const [one, other] of [HOOK, HOOK.toReversed()] as [string, string][])
    if (values[one] !== undefined && values[other] === undefined)
      problems.push(`${other} is required where ${one} is set`);
  const settings = parsed.data;
  if (!settings || problems.length > 0) throw new SettingsError(problems);
  return {
    ...settings,
    ALLOWED_ORIGINS: settings.ALLOWED_ORIGINS ?? (settings.MYTPE_ENVIRONMENT === 'sandbox' ? ['*'] : []),
    MYTPE_PAY_BASE_URL: settings.MYTPE_PAY_BASE_URL ?? API_DEFAULTS[settings.MYTPE_API].payBaseUrl,
  };
}

/** Plain http to anywhere but this machine. */
function isOpenHttp(address: string | undefined): boolean {
  if (!address || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

export interface SettingReference {
  readonly name: string;
  /** Nothing starts without it. */
  readonly required: boolean;
  readonly default: string | null;
  readonly meaning: string;
}

/** Every setting as the documentation tells it: the source of the README's table and of `.env.example`. */
export function describeSettings(): SettingReference[] {
  return Object.entries(Variables.shape).map(([name, schema]) => {
    const standing = schema.safeParse(undefined);
    return {
      name,
      required: !standing.success,
      default: standing.success && standing.data !== undefined ? written(standing.data) : null,
      meaning: schema.description ?? '',
    };
  });
}

/** A value as it would be set: a list by its items, anything else but text as JSON. */
function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
