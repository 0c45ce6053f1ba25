import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A room of the repository: a folder with a package.json. */
export interface Room {
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** Every app and package. */
export function rooms(root: string): Room[] {
  const folders = ['apps', 'packages'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => join(root, kind, name)),
  );
  return folders
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, scripts: scriptsOf(folder) }));
}

function scriptsOf(folder: string): Record<string, string> {
  return (
    (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, string> }).scripts ??
    {}
  );
}

/** Removes what earlier runs reported, so that a room that did not run is not counted. */
export function forgetReports(room: Room): void {
  rmSync(join(room.folder, '.reports'), { recursive: true, force: true });
}

/** How many tests a room's runners reported; a room that has tests but reported none counts as one failure. */
export function countTests({ folder, scripts }: Room): { passed: number; failed: number } {
  if (!scripts['test']) return { passed: 0, failed: 0 };
  const reports = join(folder, '.reports');
  const runners = scripts['test'].split('&&').length;
  const files = existsSync(reports) ? readdirSync(reports).filter((name) => name.endsWith('.json')) : [];
  const counts = files.map(
    (name) =>
      JSON.parse(readFileSync(join(reports, name), 'utf8')) as { numPassedTests: number; numFailedTests: number },
  );
  const passed = counts.reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
  const failed = counts.reduce((sum, { numFailedTests }) => sum + numFailedTests, 0);
  return { passed, failed: failed + Math.max(0, runners - files.length) };
}
