import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parse, stringify } from 'yaml';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const BUTTON = '@mytpe-pay/button';

interface Importer {
  readonly dependencies: Record<string, { specifier: string; version: string }>;
}

interface Lockfile {
  overrides?: object;
  importers: Record<string, Importer>;
  readonly packages: Record<string, object>;
  readonly snapshots: Record<string, object>;
}

/**
 * Writes a `pnpm-lock.yaml` for a copy of an example outside the workspace. It has the versions of the workspace's lockfile,
 * and the button from the tarball. pnpm then needs no registry, because its store has all other packages.
 */
export function writeOfflineLockfile(folder: string, example: string, tarball: string): void {
  const lockfile = parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')) as Lockfile;
  const importer = lockfile.importers[`apps/demo/examples/${example}`]!;
  const button = lockfile.importers['packages/pay-button']!;
  const version = `file:${relative(folder, tarball)}`;
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  const dependencies = Object.fromEntries(
    Object.entries(button.dependencies).map(([name, dependency]) => [name, dependency.version]),
  );
  importer.dependencies[BUTTON] = { specifier: `file:${tarball}`, version };
  lockfile.packages[`${BUTTON}@${version}`] = { resolution: { integrity, tarball: version }, version: '0.1.0' };
  lockfile.snapshots[`${BUTTON}@${version}`] = { dependencies };
  lockfile.importers = { '.': importer };
  // The workspace's settings.
  delete lockfile.overrides;
  writeFileSync(join(folder, 'pnpm-lock.yaml'), stringify(lockfile));
}
