import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { packPackages, pnpm } from '../../../.ci/pack-packages.ts';
import { writeOfflineLockfile } from './offline-lockfile.ts';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const BUTTON = '@mytpe-pay/button';
/** Address of the backend in the examples' sources. */
const WRITTEN_BACKEND = 'http://127.0.0.1:8020';
/** Folders and files that an install or a build writes. */
const GENERATED = /^(?:node_modules|dist|build|\.\w[\w-]*|next-env\.d\.ts)$/;

/** The `package.json` of an example. */
interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  dependencies: Record<string, string>;
}

/** A copy of an example outside the workspace, whose button is the packed package. */
export class PackedExample {
  readonly folder: string;
  readonly #manifest: Manifest;
  readonly #name: string;

  private constructor(name: string, tarball: string, backend: string) {
    this.#name = name;
    this.folder = mkdtempSync(join(tmpdir(), `example-${name}-`));
    cpSync(join(examples, name), this.folder, {
      recursive: true,
      filter: (path) => path === join(examples, name) || !GENERATED.test(basename(path)),
    });
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) replaceIn(join(entry.parentPath, entry.name), WRITTEN_BACKEND, backend);
    this.#manifest = JSON.parse(readFileSync(join(this.folder, 'package.json'), 'utf8')) as Manifest;
    // Plain HTML has no dependencies.
    if (this.#manifest.dependencies) this.#manifest.dependencies[BUTTON] = `file:${tarball}`;
    writeFileSync(join(this.folder, 'package.json'), JSON.stringify(this.#manifest, null, 2));
  }

  static async copy(name: string, backend: string): Promise<PackedExample> {
    return new PackedExample(name, (await packPackages()).get(BUTTON)!, backend);
  }

  /** Installs the packages as a customer does. */
  async install(): Promise<void> {
    if (this.#manifest.dependencies) await this.run(['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund']);
  }

  /** Installs the packages from pnpm's store only. Works for examples in the workspace. */
  async installOffline(): Promise<void> {
    writeOfflineLockfile(this.folder, this.#name, this.#manifest.dependencies[BUTTON]!.slice('file:'.length));
    // The versions are those of the workspace, whose install has checked their age.
    const noCheck = ['--ignore-scripts', '--config.minimum-release-age=0'];
    await pnpm(this.folder, 'install', '--offline', '--frozen-lockfile', ...noCheck);
  }

  /** Runs one of the example's scripts, if it exists. Throws with its output if it fails. */
  async runScript(name: string): Promise<void> {
    const script = this.#manifest.scripts?.[name];
    if (script) await finished(this.#spawn([script], {}, true));
  }

  /** Runs a program of the example. Throws with its output if it fails. */
  run(command: string[], env: Record<string, string> = {}): Promise<{ output: string; errors: string }> {
    return finished(this.#spawn(command, env));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Replaces text in one of the example's files. */
  change(file: string, from: string, to: string): void {
    if (!this.read(file).includes(from)) throw new Error(`${file} has no ${from}`);
    replaceIn(join(this.folder, file), from, to);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Starts a server of the example. @returns a function that stops it. */
  start(command: string[], env: Record<string, string>): () => Promise<void> {
    const child = this.#spawn(command, env);
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return () => (process.kill(-child.pid!, 'SIGTERM'), exited);
  }

  #spawn([command, ...args]: string[], env: Record<string, string> = {}, shell = false): ChildProcess {
    const own = join(this.folder, 'node_modules/.bin');
    const path = [own, dirname(process.execPath), process.env['PATH']].join(delimiter);
    const telemetry = { NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
    // The test runner's values do not apply, because each tool has its own default.
    const { NODE_ENV: _, NODE_OPTIONS: __, ...inherited } = process.env;
    const all = { ...inherited, ...telemetry, ...env, PATH: path };
    return spawn(command!, args, {
      cwd: this.folder,
      env: all,
      shell,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (text.includes(from)) writeFileSync(file, text.replaceAll(from, to));
}

/** Waits until a process has ended. Throws with its output if it failed. */
async function finished(child: ChildProcess): Promise<{ output: string; errors: string }> {
  let output = '';
  let errors = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += String(chunk)));
  child.stderr!.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve).once('error', reject);
  });
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} failed\n${stripVTControlCharacters(output + errors)}`);
  return { output, errors };
}
