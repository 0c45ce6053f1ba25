import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A package of the repository. */
export interface Package {
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** A failed test, or a file that could not be loaded. */
export interface Failure {
  /** The titles of the suites and of the test, or a description of the file's error. */
  readonly title: string;
  /** The error, with the values that it compares. Can have several lines. */
  readonly message: string;
}

/** The results of one test file, as a test runner reports them. */
export interface FileResult {
  /** Absolute path of the file. */
  readonly file: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** A result, and the path of the report that has it. */
export type ReportedResult = FileResult & { readonly report: string };

const REPORTS = '.reports/tests';

/** Returns every app and package. */
export function packagesOf(root: string): Package[] {
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

/** Writes a test runner's results to `.reports/tests/{name}.json` in the folder. */
export function writeReport(folder: string, name: string, results: readonly FileResult[]): void {
  mkdirSync(join(folder, REPORTS), { recursive: true });
  writeFileSync(join(folder, REPORTS, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

/** Reads the reports of every test runner that wrote to one of the folders. */
export function readReports(folders: readonly string[]): ReportedResult[] {
  const reports = folders.map((folder) => join(folder, REPORTS)).filter((reports) => existsSync(reports));
  const paths = reports.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  return paths.flatMap((report) =>
    (JSON.parse(readFileSync(report, 'utf8')) as FileResult[]).map((result) => ({ ...result, report })),
  );
}

/** Deletes the reports of earlier runs, so that a runner that did not run is not counted. */
export function deleteReports(folders: readonly string[]): void {
  for (const folder of folders) rmSync(join(folder, REPORTS), { recursive: true, force: true });
}

/** `true` if the file is in the folder. */
export function isInside(folder: string, { file }: FileResult): boolean {
  return file.startsWith(folder + sep);
}

/**
 * Counts a package's tests. A test runner that the package's `test` script starts and that wrote no report counts as one
 * failure.
 */
export function countTests(
  { folder, scripts }: Package,
  results: readonly ReportedResult[],
): { passed: number; failed: number } {
  const own = results.filter((result) => isInside(folder, result));
  const runners = scripts['test']?.split('&&').length ?? 0;
  const reported = new Set(own.map(({ report }) => report)).size;
  const sum = (count: (result: FileResult) => number): number =>
    own.reduce((total, result) => total + count(result), 0);
  const failed = sum(({ failures }) => failures.length) + Math.max(0, runners - reported);
  return { passed: sum(({ passed }) => passed), failed };
}
