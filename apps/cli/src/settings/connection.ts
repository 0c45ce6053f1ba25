import type { AllowedPayersShape } from '@mytpe-pay/client';

import { CliError, usageError } from '../cli-error.ts';
import type { Surroundings } from '../terminal/surroundings.ts';
import { type Profile, defaultConfigPath, readProfiles } from './config-file.ts';
import { readVariable } from './read-variable.ts';

export const APIS = ['ext', 'v2'] as const;
export type Api = (typeof APIS)[number];

/** As in the client, which is loaded only when something is sent. */
const ALLOWED_PAYERS_SHAPES = ['string', 'object'] as const satisfies readonly AllowedPayersShape[];

/** Each setting's variable, by its name in a profile. */
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

/** Which profile, which file, which API: typed with the command. */
export interface ConnectionOptions {
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly api?: Api | undefined;
}

/** Everything needed to speak to one account. */
export interface Connection {
  readonly api: Api;
  readonly baseUrl: string;
  readonly payBaseUrl: string;
  /** `true` if no setting names the pay address and the API is not at MyTPE's documented host. */
  readonly isPayBaseUrlGuessed: boolean;
  readonly credentials: { readonly key: string; readonly secret: string };
  readonly instanceId: string | undefined;
  /** The wire format of `allowed_payers`, which MyTPE's reference leaves open. */
  readonly allowedPayersShape: AllowedPayersShape;
  /** Where the credentials came from, for people. */
  readonly source: string;
}

/**
 * The environment wins over the config file, setting by setting, except that key and secret stay together. A profile or
 * file that was typed with the command is used alone. @throws CliError when credentials are missing or unreadable.
 */
export function readConnection(options: ConnectionOptions, env: Surroundings['env']): Connection {
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

function readEnvironment(env: Surroundings['env']): Profile {
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
  const message = profiles === undefined ? `there is no file ${path}` : `${path} has no profile "${name}"`;
  const next = known === '' ? 'Run `mytpe login` to make it.' : `It has: ${known}. \`mytpe login\` adds one.`;
  throw new CliError('credentials', message, next);
}

function pairOf(env: Profile, file: Profile, path: string): { api_key: string; api_secret: string } {
  const { api_key, api_secret } = env.api_key || env.api_secret ? env : file;
  if (api_key && api_secret) return { api_key, api_secret };
  const half = api_key ? 'MYTPE_API_SECRET' : 'MYTPE_API_KEY';
  const message = api_key || api_secret ? `half of the credentials is missing: ${half}` : 'there are no credentials';
  const next = `Run \`mytpe login\` (it writes ${path}), or set MYTPE_API_KEY and MYTPE_API_SECRET, or each as _FILE.`;
  throw new CliError('credentials', message, next);
}

function parseChoice<Word extends string>(text: string, words: readonly Word[], name: string): Word {
  const word = words.find((known) => known === text);
  if (word === undefined) throw usageError(`${name} is "${text}"`, `Use one of: ${words.join(', ')}.`);
  return word;
}

/** The pay address that most likely belongs to an API address: the sandbox serves both from one origin. */
export function likelyPayBaseUrl(baseUrl: string): string {
  return isThisMachine(baseUrl) ? `${new URL(baseUrl).origin}/pay` : DOCUMENTED_PAY_BASE_URL;
}

/** `true` if MyTPE documents this host as one of its APIs. */
export function isDocumentedHost(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl);
  return Object.values(DOCUMENTED_BASE_URLS).some((documented) => new URL(documented).hostname === hostname);
}

/** `true` for a loopback address. A MyTPE on this machine is a sandbox. */
export function isThisMachine(baseUrl: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}

/** Without a trailing slash, else untouched. */
export function parseUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return text.replace(/\/+$/, '');
  throw usageError(`${name} is no address`, 'It must be an http or https address without user name or query.');
}

function defined(profile: Profile): Profile {
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined)) as Profile;
}
