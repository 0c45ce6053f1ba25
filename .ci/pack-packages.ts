import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { rooms } from './reports.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const isWindows = process.platform === 'win32';
let packed: Promise<ReadonlyMap<string, string>> | undefined;

/**
 * Packs every published package as `pnpm publish` does, into a temporary folder, and returns the absolute path of each
 * tarball by package name. Packs what is in `dist`: build first. Packs once per process.
 */
export function packPackages(): Promise<ReadonlyMap<string, string>> {
  packed ??= pack();
  return packed;
}

/** Runs pnpm in the folder and returns its standard output. Throws with pnpm's own report if it fails. */
export async function pnpm(folder: string, ...args: string[]): Promise<string> {
  const [command, ...before] = pnpmCommand();
  const options = { cwd: folder, shell: isWindows, maxBuffer: 2 ** 26 };
  try {
    return (await promisify(execFile)(command, [...before, ...args], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`pnpm ${args.join(' ')} failed\n${stdout ?? ''}\n${stderr ?? ''}`, { cause: error });
  }
}

/** Returns the pnpm that runs the script, or `npx pnpm` when something else, such as `npx vitest`, runs it. */
function pnpmCommand(): [string, ...string[]] {
  const running = process.env['npm_execpath'] ?? '';
  return /^pnpm(?:\.exe)?$/.test(basename(running)) ? [running] : ['npx', '--prefix', root, 'pnpm'];
}

async function pack(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  const filters = publishedPackages().map((name) => `--filter=${name}`);
  // `prepack` would build each package again.
  const args = ['pack', '--json', '--pack-destination', folder, '--config.ignore-scripts=true'];
  const tarballs = JSON.parse(await pnpm(root, ...filters, ...args)) as { name: string; filename: string }[];
  return new Map(tarballs.map(({ name, filename }) => [name, filename]));
}

/** Returns the names of the packages that are not private. */
function publishedPackages(): string[] {
  const manifests = rooms(root).map(
    ({ folder }) =>
      JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; private?: boolean },
  );
  return manifests.filter(({ private: isPrivate }) => !isPrivate).map(({ name }) => name);
}
