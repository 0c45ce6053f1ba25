import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { CliError } from '../cli-error.ts';
import type { ProcessContext } from '../terminal/process-context.ts';

/** The fields of a profile. All values are strings. */
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
const GROUP_AND_OTHERS = 0o077;

/** Returns `$XDG_CONFIG_HOME/mytpe/config.json`. Default: `~/.config/mytpe/config.json`. */
export function defaultConfigPath(env: ProcessContext['env']): string {
  return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'mytpe', 'config.json');
}

/**
 * Reads all profiles of the file. Returns `undefined` if the file does not exist. @throws CliError if it is unsafe or
 * unreadable.
 */
export function readProfiles(path: string): Profiles | undefined {
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  const profiles = parsed(text)?.['profiles'];
  if (isRecord(profiles) && Object.values(profiles).every(isProfile)) return profiles as Profiles;
  const next = 'Fix it, or delete it and run `mytpe login` again.';
  throw new CliError('credentials', `${path} is not a valid config file: it is truncated or malformed`, next);
}

/** Writes a temporary file and renames it, so that a crash leaves the old file intact. Only the owner can read it. */
export function writeProfiles(path: string, profiles: Profiles): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, `${JSON.stringify({ profiles }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('usage', `${path} cannot be written (${code})`, 'Choose another place with --config.');
  }
}

function readPrivateFile(path: string): string | undefined {
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== 'win32' && (mode & GROUP_AND_OTHERS) !== 0) {
      throw new CliError(
        'credentials',
        `${path} contains a secret, and other users can read it`,
        `Run: chmod 600 ${path}`,
      );
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
