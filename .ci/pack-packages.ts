import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A package of this repository that is published. */
export interface PublishedPackage {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
}

const root = fileURLToPath(new URL('../', import.meta.url));
let packed: Promise<ReadonlyMap<string, string>> | undefined;

/**
 * Packs every published package as `pnpm publish` does, into a temporary folder, and returns the absolute path of each
 * tarball by package name. Packs the current `dist`, so build first. Packs once per process.
 */
export function packPackages(): Promise<ReadonlyMap<string, string>> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  const filters = publishedPackages().map(({ name }) => `--filter=${name}`);
  // `prepack` would build each package again.
  const args = ['pack', '--json', '--pack-destination', folder, '--config.ignore-scripts=true'];
  const tarballs = JSON.parse(await pnpm(root, ...filters, ...args)) as { name: string; filename: string }[];
  return new Map(tarballs.map(({ name, filename }) => [name, filename]));
}

/** Returns the packages of this repository that are not private. */
export function publishedPackages(): PublishedPackage[] {
  const paths = globSync('{apps,packages}/**/package.json', { cwd: root, exclude: ['**/node_modules', '**/dist'] });
  const manifests = paths.map((path) => ({
    ...(JSON.parse(readFileSync(join(root, path), 'utf8')) as { name: string; private?: boolean }),
    folder: dirname(join(root, path)),
  }));
  return manifests.filter((manifest) => !manifest.private).map(({ name, folder }) => ({ name, folder }));
}

/** Runs pnpm in the folder and returns its standard output. Throws with pnpm's output if it fails. */
export async function pnpm(folder: string, ...args: string[]): Promise<string> {
  const [command, ...before] = pnpmCommand();
  const options = { cwd: folder, shell: process.platform === 'win32', maxBuffer: 2 ** 26 };
  try {
    return (await promisify(execFile)(command, [...before, ...args], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`pnpm ${args.join(' ')} failed\n${stdout ?? ''}\n${stderr ?? ''}`, { cause: error });
  }
}

/** Returns the pnpm that started this process, or `npx pnpm` if something else did, such as `npx vitest`. */
function pnpmCommand(): [string, ...string[]] {
  const starter = process.env['npm_execpath'] ?? '';
  return /^pnpm(?:\.exe)?$/.test(basename(starter)) ? [starter] : ['npx', '--prefix', root, 'pnpm'];
}
