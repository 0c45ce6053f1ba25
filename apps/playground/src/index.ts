import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export { createScriptedBackend, type ScriptedBackendOptions } from './backend/scripted-backend.ts';
export { LANGUAGES, type Language, isLanguage } from './languages.ts';
export { type PageSources, type PlaygroundOptions, playgroundPage, stagePage } from './page/page.ts';
export { SCENARIOS, type ScenarioName } from './scenarios.ts';

const BUILT = fileURLToPath(new URL('../dist/', import.meta.url));

/** Reads a file that the pages load from `/playground/`. @returns `null` if the build wrote no such file. */
export function readPageFile(name: string): string | null {
  // Only the names of built files are read, so no part of a request becomes part of a path.
  const isBuilt = readdirSync(BUILT, { withFileTypes: true }).some((file) => file.isFile() && file.name === name);
  return isBuilt ? readFileSync(`${BUILT}${name}`, 'utf8') : null;
}
