import { readFileSync } from 'node:fs';

import { type Api, API_DEFAULTS, apiOfAddress } from '../domain/api-limits.ts';
import { StartError } from '../lib/problem.ts';
import { CatalogError, readCatalogFile } from './catalog.ts';
import { type Settings, Variables } from './settings-schema.ts';

/** The settings are invalid. The message lists every problem, without the values. */
export class SettingsError extends StartError {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`invalid settings:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the variable `X`: its value, or the contents of the file that `X_FILE` names, without the last line break.
 * @param problems receives a line for each problem. @returns `undefined` if the variable is not set.
 */
export function readVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  problems: string[],
): string | undefined {
  const path = env[`${name}_FILE`];
  // Compose files and shells pass an unset variable as an empty one.
  if (!path) return env[name] || undefined;
  if (env[name]) problems.push(`${name} and ${name}_FILE are both set: keep one`);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push(`${name}_FILE cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return undefined;
  }
}

/** Pairs of settings of which each requires the other. */
const PAIR = ['MERCHANT_WEBHOOK_URL', 'MERCHANT_WEBHOOK_SECRET'] as const;

/** Reads the settings from environment variables. @throws SettingsError that lists every invalid variable. */
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
  // These rules use the raw values, so that one start reports every problem.
  const isLive = (values['MYTPE_ENVIRONMENT'] ?? 'live') === 'live';
  if (isLive && values['PUBLIC_URL'] === undefined)
    problems.push('PUBLIC_URL is required in live: the address of this backend as visitors see it');
  const { MYTPE_API: api = 'ext', MYTPE_BASE_URL: baseUrl = '' } = values;
  const addressed = apiOfAddress(baseUrl.replace(/\/+$/, ''));
  if (addressed !== null && addressed !== api && api in API_DEFAULTS)
    problems.push(`MYTPE_BASE_URL is an address of ${addressed}, and MYTPE_API is ${api}: they must belong together`);
  for (const name of ['MYTPE_BASE_URL', 'PUBLIC_URL', 'MERCHANT_WEBHOOK_URL'])
    if (isLive && isOpenHttp(values[name])) problems.push(`${name} must be https in live: secrets travel there`);
  for (const [one, other] of [PAIR, PAIR.toReversed()] as [string, string][])
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

/** `true` for plain http to another machine. */
function isOpenHttp(address: string | undefined): boolean {
  if (!address || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Returns every part of the settings that must never appear in the log. */
export function secretsOf(settings: Settings): string[] {
  const webhookSecrets = [...(settings.MYTPE_WEBHOOK_SECRET ?? []), ...(settings.MERCHANT_WEBHOOK_SECRET ?? [])];
  const secrets = [
    settings.MYTPE_API_KEY,
    settings.MYTPE_API_SECRET,
    settings.ADMIN_TOKEN ?? '',
    // The prefix is public, and a log line can contain the rest alone.
    ...webhookSecrets.map((secret) => secret.replace(/^whsec_/, '')),
    ...(settings.RECEIPT_SIGNING_KEY ?? '').split(/\r?\n/).filter((line) => !line.startsWith('-----')),
    ...(settings.OFFER_TOKEN_KEYS ?? []).map((key) => (key.alg === 'HS256' ? key.secret : '')),
    ...passwordsOf(settings.STORE_URL),
  ];
  return secrets.filter((secret) => secret !== '');
}

/** Returns the database's password as written in the address and as sent, because driver errors can quote both. */
function passwordsOf(storeUrl: string): string[] {
  if (storeUrl.startsWith('sqlite:')) return [];
  const inAddress = /^\w+:\/\/[^:@/?]*:(.*)@/.exec(storeUrl)?.[1] ?? '';
  const inQuery = URL.parse(storeUrl)?.searchParams.get('password') ?? '';
  return [inAddress, decoded(inAddress), inQuery];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The result of `--check-config`. */
export interface ConfigReport {
  readonly problems: readonly string[];
  /** The number of valid offers. */
  readonly offers: number;
}

/** Validates settings and catalog as the start does, and lists every problem without values. Opens, sends and changes nothing. */
export function checkConfig(env: Readonly<Record<string, string | undefined>>): ConfigReport {
  const problems: string[] = [];
  // The rules for offers depend on the API, so it is read even if other settings are invalid.
  let api: Api = readVariable(env, 'MYTPE_API', []) === 'v2' ? 'v2' : 'ext';
  try {
    api = parseSettings(env).MYTPE_API;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems);
  }
  const path = readVariable(env, 'OFFERS_FILE', []) ?? 'offers.yaml';
  let offers = 0;
  try {
    offers = readCatalogFile(path, API_DEFAULTS[api].refusal).catalog.size;
  } catch (error) {
    if (error instanceof CatalogError) problems.push(...error.message.split('\n'));
    else problems.push(`OFFERS_FILE cannot be read: ${(error as NodeJS.ErrnoException).code} ${path}`);
  }
  return { problems, offers };
}

/** Prints the report for the operator. @returns the exit code. */
export function reportConfig({ problems, offers }: ConfigReport, print: (line: string) => void): 0 | 1 {
  for (const problem of problems) print(`✗ ${problem}`);
  print(
    problems.length === 0
      ? `✓ the settings and ${offers === 1 ? 'one offer' : `${offers} offers`} are valid`
      : `${problems.length === 1 ? 'one problem' : `${problems.length} problems`}; the backend would not start`,
  );
  return problems.length === 0 ? 0 : 1;
}
