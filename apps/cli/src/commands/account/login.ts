import { Command } from 'commander';

import { CliError, usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { type Profile, defaultConfigPath, readProfiles, writeProfiles } from '../../settings/config-file.ts';
import {
  type Api,
  DEFAULT_PROFILE,
  DOCUMENTED_BASE_URLS,
  isDocumentedHost,
  likelyPayBaseUrl,
  parseUrl,
} from '../../settings/connection.ts';
import { printable } from '../../terminal/display.ts';
import { type Prompts, openPrompts } from '../../terminal/prompts.ts';
import { whoIs } from './me.ts';

export function loginCommand(act: Act): Command {
  return new Command('login').description('ask for credentials, test them and save them in the config file').action(
    act(async (session) => {
      const path = pathOf(session);
      const name = session.options.profile ?? DEFAULT_PROFILE;
      // Reads the file before the first question, so that a broken file is reported immediately.
      const profiles = readProfiles(path) ?? {};
      const api = session.options.api ?? 'ext';
      const profile = await askForProfile(session, api);
      const owner = await verifyCredentials(session, api, profile);
      writeProfiles(path, { ...profiles, [name]: profile });
      const text = `Valid: the credentials belong to ${owner}. Saved as profile "${printable(name)}" in ${path}.\nNext: mytpe journey`;
      await session.out.result({ profile: name, file: path, api }, text);
    }),
  );
}

export function logoutCommand(act: Act): Command {
  return new Command('logout').description('remove a profile from the config file').action(
    act(async (session) => {
      const path = pathOf(session);
      const name = session.options.profile ?? DEFAULT_PROFILE;
      const { [name]: removed, ...others } = readProfiles(path) ?? {};
      if (removed === undefined) throw new CliError('not_found', `${path} has no profile "${printable(name)}"`);
      await session.confirm(`Remove the profile "${printable(name)}" from ${path}?`);
      writeProfiles(path, others);
      await session.out.result(
        { profile: name, file: path, removed: true },
        `Removed "${printable(name)}" from ${path}.`,
      );
    }),
  );
}

function pathOf({ options, context: { env } }: Session): string {
  return options.config ?? env['MYTPE_CONFIG'] ?? defaultConfigPath(env);
}

async function askForProfile(session: Session, api: Api): Promise<Profile> {
  const instead = 'Without a terminal, set MYTPE_API_KEY and MYTPE_API_SECRET (or each as _FILE) instead.';
  const prompts = await openPrompts(session.context, instead);
  const { env } = session.context;
  const initial = env['MYTPE_BASE_URL'] || DOCUMENTED_BASE_URLS[api];
  const base_url = await prompts.text("URL of MyTPE's API", { initial, check: urlProblem });
  const pay_base_url = needsPayAddress(api, base_url) ? await askForPayAddress(prompts, base_url, env) : undefined;
  const api_key = await prompts.secret('API key (from the MyTPE dashboard: Settings, Developers, API keys)');
  const api_secret = await prompts.secret('API secret');
  return { api, base_url, ...(pay_base_url && { pay_base_url }), api_key, api_secret };
}

/**
 * Returns `true` if `login` must ask for the pay URL. The ext API returns only a slug where v2 returns the complete
 * URL, and MyTPE documents the pay URL of one host only.
 */
function needsPayAddress(api: Api, baseUrl: string): boolean {
  return api === 'ext' && !isDocumentedHost(baseUrl);
}

function askForPayAddress(prompts: Prompts, baseUrl: string, env: Session['context']['env']): Promise<string> {
  const question = "URL of MyTPE's payment pages, without the slug of a link";
  const initial = env['MYTPE_PAY_BASE_URL'] || likelyPayBaseUrl(baseUrl);
  return prompts.text(question, { initial, check: urlProblem });
}

function urlProblem(text: string): string | undefined {
  try {
    parseUrl(text, 'the URL');
    return undefined;
  } catch {
    return 'It must be an http or https URL without user name or query.';
  }
}

/** Tests the credentials, so that only valid credentials are saved. @returns the owner of the account. */
async function verifyCredentials(
  session: Session,
  api: Api,
  { base_url = '', api_key = '', api_secret = '' }: Profile,
): Promise<string> {
  if (/\s/.test(api_key + api_secret)) throw usageError('a key or secret must not contain spaces', 'Copy them again.');
  return whoIs(session, { api, baseUrl: base_url, credentials: { key: api_key, secret: api_secret } });
}
