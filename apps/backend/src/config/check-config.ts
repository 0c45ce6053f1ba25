import { type Api, API_DEFAULTS } from '../domain/api-limits.ts';
import { readCatalogFile } from './catalog-file.ts';
import { CatalogError } from './parse-catalog.ts';
import { readVariable } from './read-variable.ts';
import { parseSettings, SettingsError } from './settings.ts';

/** What `--check-config` found: nothing was opened, sent or changed. */
export interface ConfigReport {
  readonly problems: readonly string[];
  /** How many offers can be read. */
  readonly offers: number;
}

/** Reads settings and catalog as a start would, and lists every mistake of both; no value is shown. */
export function checkConfig(env: Readonly<Record<string, string | undefined>>): ConfigReport {
  const problems: string[] = [];
  // Known also where something else is wrong: what an offer may be depends on it.
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

/** Prints the report for whoever typed the command. @returns the exit code. */
export function reportConfig({ problems, offers }: ConfigReport, print: (line: string) => void): 0 | 1 {
  for (const problem of problems) print(`✗ ${problem}`);
  print(
    problems.length === 0
      ? `✓ the settings are good, and ${offers === 1 ? 'one offer' : `${offers} offers`} can be read`
      : `${problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`}; nothing would start`,
  );
  return problems.length === 0 ? 0 : 1;
}
