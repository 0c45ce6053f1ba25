import type { AllowedPayersShape } from '@mytpe-pay/client';

import { CliError, usageError } from '../cli-error.ts';
import type { ProcessContext } from '../terminal/process-context.ts';
import { type Profile, defaultConfigPath, readProfiles } from './config-file.ts';
import { readVariable } from './credentials.ts';

export const APIS = ['ext', 'v2'] as const;
export type Api = (typeof APIS)[number];

/** The shapes, repeated here because the client is loaded only before a request. */
const ALLOWED_PAYERS_SHAPES = ['string', 'object'] as const satisfies readonly AllowedPayersShape[];

/** The environment variable of each field of a profile. */
const VARIABLES = {
  api: 'MYTPE_API',
  base_url: 'MYTPE_BASE_URL',
  pay_base_url: 'MYTPE_PAY_BASE_URL',
  api_key: 'MYTPE_API_KEY',
  api_secret: 'MYTPE_API_SECRET',
  instance_id: 'MYTPE_PAYMENT_INSTANCE_ID',
  allowed_payers_shape: 'MYTPE_ALLOWED_PAYERS_SHAPE',
} as const satisfies Record<keyof Profile, string>;

export const DOCUMENTED_BASE_URLS: Readonly<Record<Api, string>> = {
  ext: 'https://api.mytpe.appp/api/ext',
  v2: 'https://dev.mytpe.app/api/v2/mytpe-pay',
};
export const DEFAULT_PROFILE = 'default';
const DOCUMENTED_PAY_BASE_URL = 'https://pay.mytpe.appp';

/** The options of a command that select the account. */
export interface ConnectionOptions {
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly api?: Api | undefined;
}

/** The connection to one account. */
export interface Connection {
  readonly api: Api;
  readonly baseUrl: string;
  readonly payBaseUrl: string;
  /** `true` if no setting contains the pay URL, and the API is not on MyTPE's documented host. */
  readonly isPayBaseUrlGuessed: boolean;
  readonly credentials: { readonly key: string; readonly secret: string };
  readonly instanceId: string | undefined;
  /** The format of `allowed_payers` in requests, which MyTPE does not document. */
  readonly allowedPayersShape: AllowedPayersShape;
  /** The source of the credentials, for messages. */
  readonly source: string;
}

/**
 * Reads the connection. Each variable of the environment overrides the config file, but key and secret always come from
 * the same source. If the command contains `--profile` or `--config`, only the file counts. @throws CliError if
 * credentials are missing or unreadable.
 */
export function readConnection(options: ConnectionOptions, env: ProcessContext['env']): Connection {
  const isTyped = options.profile !== undefined || options.config !== undefined;
  const fromEnv = isTyped ? {} : readEnvironment(env);
  const path = options.config ?? env['MYTPE_CONFIG'] ?? defaultConfigPath(env);
  const isWhole = fromEnv.api_key !== undefined && fromEnv.api_secret !== undefined;
  const fromFile = isWhole && !isTyped ? {} : readProfile(path, options);
  const { api_key: key, api_secret: secret } = pairOf(fromEnv, fromFile, path);
  const {
    api,
    base_url,
    pay_base_url,
    instance_id,
    allowed_payers_shape = 'string',
  } = { ...fromFile, ...defined(fromEnv) };
  const chosen = options.api ?? parseChoice(api ?? 'ext', APIS, 'MYTPE_API');
  const baseUrl = parseUrl(base_url ?? DOCUMENTED_BASE_URLS[chosen], 'MYTPE_BASE_URL');
  return {
    api: chosen,
    baseUrl,
    payBaseUrl: parseUrl(pay_base_url ?? likelyPayBaseUrl(baseUrl), 'MYTPE_PAY_BASE_URL'),
    isPayBaseUrlGuessed: pay_base_url === undefined && !isDocumentedHost(baseUrl),
    credentials: { key, secret },
    instanceId: instance_id,
    allowedPayersShape: parseChoice(allowed_payers_shape, ALLOWED_PAYERS_SHAPES, 'MYTPE_ALLOWED_PAYERS_SHAPE'),
    source: isWhole ? 'the environment' : `profile "${options.profile ?? DEFAULT_PROFILE}" in ${path}`,
  };
}

function readEnvironment(env: ProcessContext['env']): Profile {
  const entries = Object.entries(VARIABLES).map(([field, name]) => [field, readVariable(env, name)]);
  return Object.fromEntries(entries) as Profile;
}

function readProfile(path: string, { profile, config }: ConnectionOptions): Profile {
  const profiles = readProfiles(path);
  const name = profile ?? DEFAULT_PROFILE;
  const found = profiles?.[name];
  if (found !== undefined) return found;
  if (profiles === undefined && config === undefined && profile === undefined) return {};
  const known = Object.keys(profiles ?? {}).join(', ');
  const message = profiles === undefined ? `the file ${path} does not exist` : `${path} has no profile "${name}"`;
  const next =
    known === '' ? 'Run `mytpe login` to create it.' : `Its profiles are: ${known}. Run \`mytpe login\` to add one.`;
  throw new CliError('credentials', message, next);
}

function pairOf(env: Profile, file: Profile, path: string): { api_key: string; api_secret: string } {
  const { api_key, api_secret } = env.api_key || env.api_secret ? env : file;
  if (api_key && api_secret) return { api_key, api_secret };
  const half = api_key ? 'MYTPE_API_SECRET' : 'MYTPE_API_KEY';
  const message = api_key || api_secret ? `one of the two credentials is missing: ${half}` : 'credentials are missing';
  const next = `Run \`mytpe login\` (it writes ${path}), or set MYTPE_API_KEY and MYTPE_API_SECRET, or each as _FILE.`;
  throw new CliError('credentials', message, next);
}

function parseChoice<Value extends string>(text: string, values: readonly Value[], name: string): Value {
  const value = values.find((known) => known === text);
  if (value === undefined) throw usageError(`${name} is "${text}"`, `Use one of: ${values.join(', ')}.`);
  return value;
}

/** Returns the most likely pay URL for an API URL. The sandbox serves both from one origin. */
export function likelyPayBaseUrl(baseUrl: string): string {
  return isThisMachine(baseUrl) ? `${new URL(baseUrl).origin}/pay` : DOCUMENTED_PAY_BASE_URL;
}

/** Returns `true` if MyTPE documents this host for one of its APIs. */
export function isDocumentedHost(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return Object.values(DOCUMENTED_BASE_URLS).some((documented) => new URL(documented).hostname === hostname);
}

/** Returns `true` for a loopback address. A MyTPE on this machine is a sandbox. */
export function isThisMachine(baseUrl: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}

/** Validates a URL and removes a trailing slash. @throws CliError for an invalid URL. */
export function parseUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return text.replace(/\/+$/, '');
  throw usageError(`${name} is not a valid URL`, 'It must be an http or https URL without user name or query.');
}

function defined(profile: Profile): Profile {
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined)) as Profile;
}
