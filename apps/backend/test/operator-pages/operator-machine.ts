import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Returns a page of the site by its path below `src/content/docs`, without extension. */
export const readPage = (page: string): string =>
  readFileSync(pathOf(`../../../docs/src/content/docs/${page}.md`), 'utf8');

export interface Sample {
  readonly language: string;
  /** The name of the file, for a sample that shows one. */
  readonly title: string | undefined;
  readonly text: string;
}

/** Returns the code blocks of a page, or of one of its sections. @throws Error if there are none. */
export function samplesOf(page: string, heading?: string): Sample[] {
  const text = readPage(page);
  const start = heading === undefined ? 0 : text.search(new RegExp(`^##+ ${heading}$`, 'm'));
  if (start === -1) throw new Error(`${page} has no section ${heading}`);
  const rest = text.slice(start).replace(/^##+ .*\n/, '');
  const section = heading === undefined ? rest : rest.split(/^##+ /m)[0]!;
  const samples = [...section.matchAll(/^( *)```(\w+)(?: title="([^"]+)")?\n(.*?)^ *```$/gms)].map(
    ([, indent, language, title, code]) => ({
      language: language!,
      title,
      text: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
  if (samples.length === 0) throw new Error(`${page} has no samples`);
  return samples;
}

/** Returns the shell commands of a page, or of one of its sections, in order. */
export const commandsOf = (page: string, heading?: string): string[] =>
  samplesOf(page, heading)
    .filter(({ language, title }) => language === 'sh' && title === undefined)
    .map(({ text }) => text);

/** Stand-ins for programs that need a real machine. `chown` checks that the files exist. */
const STANDINS: Readonly<Record<string, string>> = {
  docker: `exec "${process.execPath}" "${pathOf('fake-docker.ts')}" "$@"`,
  node: `exec "${process.execPath}" "$@"`,
  sudo: 'exec "$@"',
  chown:
    'for f; do case "$f" in [0-9]*:*|--recursive) ;; --reference=*) ls "${f#*=}" >/dev/null ;; *) ls "$f" >/dev/null ;; esac; done',
  systemctl:
    'case "$*" in daemon-reload|"enable --now mytpe-pay"|"stop mytpe-pay"|"start mytpe-pay"|"restart mytpe-pay") ;; *) exit 1 ;; esac',
  npx: '[ "$1" = pnpm ]',
  // A clone is the machine's folder.
  git: 'case "$1" in clone) [ -e "$3" ] || ln -s . "$3" ;; rev-parse) echo 0123abcd ;; esac',
  // The folder of the stand-in stands for the machine to which files are copied.
  scp: 'exec cp "$1" "$2" "$MACHINE/${3#*:}"',
  curl: ':',
};

/** A folder that stands for the operator's machine. */
export interface OperatorMachine {
  readonly folder: string;
  /** The copy of `apps/backend/deploy`. */
  readonly deploy: string;
  /** Runs shell commands. Absolute paths of the machine are paths in its folder. @throws Error if a command fails. */
  run(script: string, cwd?: string): Promise<string>;
  /** Replaces the absolute paths of the machine. */
  onMachine(text: string): string;
}

/** Creates a machine with the deploy files, the built backend and the stand-ins. @param settings of the containers. */
export function createOperatorMachine(settings: Readonly<Record<string, string>> = {}): OperatorMachine {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'));
  const backend = join(folder, 'apps/backend');
  const deploy = join(backend, 'deploy');
  for (const name of [
    'bin',
    'data',
    'etc/systemd/system',
    'opt',
    'root',
    'usr/local/sbin',
    'var/lib/private/mytpe-pay',
  ])
    mkdirSync(join(folder, name), { recursive: true });
  symlinkSync('private/mytpe-pay', join(folder, 'var/lib/mytpe-pay'));
  symlinkSync('.', join(folder, 'pay-button'));
  cpSync(pathOf('../../deploy'), deploy, { recursive: true, filter: (path) => !path.endsWith('.secret') });
  cpSync(pathOf('../../Dockerfile'), join(backend, 'Dockerfile'));
  symlinkSync(pathOf('../../dist'), join(backend, 'dist'));
  for (const [name, script] of Object.entries(STANDINS)) writeScript(join(folder, 'bin', name), script);
  const onMachine = (text: string): string =>
    text.replaceAll(/(?<![\w./])\/(etc|opt|root|usr\/local|var\/lib)\//g, `${folder}/$1/`);
  const env = {
    ...process.env,
    PATH: `${folder}/bin:${folder}/usr/local/sbin:${process.env['PATH']}`,
    HOME: folder,
    MACHINE: folder,
    CONTAINER_SETTINGS: JSON.stringify(settings),
  };
  return {
    folder,
    deploy,
    onMachine,
    async run(script, cwd = deploy) {
      const file = join(folder, 'script.sh');
      writeFileSync(file, onMachine(script));
      // As at a prompt, aliases are expanded.
      const { stdout } = await run('bash', ['-O', 'expand_aliases', '-eu', file], { cwd, env });
      return stdout;
    },
  };
}

/** Writes an executable script. */
export function writeScript(path: string, script: string): void {
  writeFileSync(path, script.startsWith('#!') ? script : `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
