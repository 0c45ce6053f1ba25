import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { CliError } from '../cli-error.ts';
import type { Surroundings } from '../terminal/surroundings.ts';

/** What a profile may hold; all of it text. */
export const PROFILE_FIELDS = [
  'api',
  'base_url',
  'pay_base_url',
  'api_key',
  'api_secret',
  'instance_id',
  'allowed_payers_shape',
] as const;
export type Profile = { readonly [Field in (typeof PROFILE_FIELDS)[number]]?: string | undefined };
export type Profiles = Readonly<Record<string, Profile>>;

const MAX_BYTES = 256 * 1024;
const ANYBODY_ELSE = 0o077;

/** `$XDG_CONFIG_HOME/mytpe/config.json`, which is `~/.config/mytpe/config.json` unless told otherwise. */
export function defaultConfigPath(env: Surroundings['env']): string {
  return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'mytpe', 'config.json');
}

/** All profiles of the file; `undefined` when there is no file. @throws CliError when it is unsafe or unreadable. */
export function readProfiles(path: string): Profiles | undefined {
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  const profiles = parsed(text)?.['profiles'];
  if (isRecord(profiles) && Object.values(profiles).every(isProfile)) return profiles as Profiles;
  const next = 'Mend it, or delete it and run `mytpe login` again.';
  throw new CliError('credentials', `${path} is not a whole config file: it was cut short or edited wrongly`, next);
}

/** Written beside and moved into place, so that a crash leaves the old file whole; nobody else may read it. */
export function writeProfiles(path: string, profiles: Profiles): void {
  const unfinished = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, `${JSON.stringify({ profiles }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${path} cannot be written (${code})`, 'Choose another place with --config.');
  }
}

function readPrivateFile(path: string): string | undefined {
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== 'win32' && (mode & ANYBODY_ELSE) !== 0) {
      throw new CliError('credentials', `${path} holds a secret and others can read it`, `Run: chmod 600 ${path}`);
    }
    if (size > MAX_BYTES) throw new CliError('credentials', `${path} is too large for a config file`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CliError('credentials', `${path} cannot be read (${code})`, 'Check the path and its permissions.');
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProfile(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((field) => typeof field === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
