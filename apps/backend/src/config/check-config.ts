import { type Api, API_DEFAULTS } from '../domain/api-limits.ts';
import { CatalogError, readCatalogFile } from './catalog.ts';
import { parseSettings, readVariable, SettingsError } from './parse-settings.ts';

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
