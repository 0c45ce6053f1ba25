import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { v2Refusal } from '../src/domain/api-limits.ts';
import { parseCatalog } from '../src/config/catalog.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import { describeSettings } from '../src/config/settings-reference.ts';

const FILES = ['compose.yaml', 'compose.replicas.yaml'];
const pathOf = (name: string): string => fileURLToPath(new URL(`../deploy/${name}`, import.meta.url));

interface Service {
  readonly image: string;
  readonly environment?: Record<string, string>;
  readonly secrets?: string[];
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly cap_add?: string[];
  readonly security_opt?: string[];
  readonly tmpfs?: string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly logging?: { options?: Record<string, string> };
}

interface Compose {
  services: Record<string, Service>;
  secrets?: Record<string, unknown>;
}

interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** Returns the violations of the Compose specification's schema, without the linter's style rules. */
function violations(path: string): string[] {
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  // The linter's types are incomplete: they import files that the package does not contain.
  const results = linter.lintFiles([path], false) as { messages: Finding[] }[];
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ rule }) => rule === 'invalid-schema')
    .map(({ message }) => message);
}

describe.each(FILES)('%s', (name) => {
  const compose = parse(readFileSync(pathOf(name), 'utf8')) as Compose;
  const backend = compose.services['backend']!;

  it('matches the schema of the Compose specification', () => expect(violations(pathOf(name))).toEqual([]));

  it('sets only settings that the backend has', () => {
    const known = describeSettings().flatMap((setting) => [setting.name, `${setting.name}_FILE`]);
    expect(Object.keys(backend.environment ?? {}).filter((variable) => !known.includes(variable))).toEqual([]);
  });

  it('takes the settings of `.env` that its template lists, without a change of the file', () => {
    const template = readFileSync(pathOf('.env.example'), 'utf8');
    const offered = [...template.matchAll(/^#?([A-Z_]+)=/gm)].map(([, variable]) => variable!);
    const taken = [...readFileSync(pathOf(name), 'utf8').matchAll(/\$\{(\w+)/g)].map(([, variable]) => variable!);
    expect([...new Set([...taken, 'POSTGRES_IMAGE'])].toSorted()).toEqual(offered.toSorted());
    for (const variable of ['MYTPE_PAYMENT_INSTANCE_ID', 'MYTPE_PAY_BASE_URL'])
      expect(backend.environment).toHaveProperty(variable, `\${${variable}:-}`);
    // Compose sets a variable that `.env` does not have to an empty value.
    const required = { MYTPE_API_KEY: 'k', MYTPE_API_SECRET: 's', PUBLIC_URL: 'https://pay.shop.example' };
    const env = { ...required, MYTPE_BASE_URL: 'https://api.mytpe.appp/api/ext' };
    const empty = { MYTPE_PAYMENT_INSTANCE_ID: '', MYTPE_PAY_BASE_URL: '' };
    expect(parseSettings({ ...env, ...empty })).toEqual(parseSettings(env));
  });

  it('limits the memory, the processes and the log of every service', () => {
    for (const [service, { mem_limit, pids_limit, logging }] of Object.entries(compose.services))
      expect([service, mem_limit, pids_limit, logging?.options]).toEqual([
        service,
        expect.stringMatching(/^\d+[mg]$/),
        expect.any(Number),
        { 'max-size': '10m', 'max-file': '5' },
      ]);
  });

  it('runs every service on a read-only file system, with only the listed capabilities', () => {
    const hardened = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
    for (const service of Object.values(compose.services)) expect(service).toMatchObject(hardened);
    const added = Object.entries(compose.services).map(([title, { cap_add }]) => [title, cap_add]);
    expect(Object.fromEntries(added)).toMatchObject({ backend: undefined, proxy: ['NET_BIND_SERVICE'] });
  });

  it('pins every third-party image to an exact version, which a digest can replace', () => {
    for (const { image } of Object.values(compose.services))
      expect(image).toMatch(/^mytpe-pay\/backend$|^\$\{(?:CADDY|POSTGRES)_IMAGE:-\w+:\d+(?:\.\d+)+-alpine\}$/);
  });

  it('passes every secret as a file', () => {
    const values = Object.entries(backend.environment ?? {});
    const paths = values.filter(([, value]) => value.startsWith('/run/secrets/')).map(([, value]) => value.slice(13));
    expect(paths.toSorted()).toEqual(backend.secrets!.toSorted());
    expect(Object.keys(compose.secrets ?? {})).toEqual(expect.arrayContaining(paths));
    const open = values.map(([variable]) => variable).filter((variable) => /KEY$|SECRET$|TOKEN$/.test(variable));
    expect(open).toEqual([]);
  });
});

const dockerfile = readFileSync(fileURLToPath(new URL('../Dockerfile', import.meta.url)), 'utf8');
/** The Node options that the image sets. */
const options = /NODE_OPTIONS="([^"]+)"/.exec(dockerfile)![1]!;

describe('the memory of the process', () => {
  const unit = readFileSync(pathOf('mytpe-pay.service'), 'utf8');
  const megabytes = (name: string): number => Number(new RegExp(`--${name}=(\\d+)`).exec(options)![1]);

  it('has the same limits in the image, in the systemd unit and in the documentation', () => {
    expect(/^Environment="NODE_OPTIONS=([^"]+)"$/m.exec(unit)![1]).toBe(options);
    for (const file of ['../README.md', '../../docs/src/content/docs/operate/scale.md']) {
      const text = readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8');
      expect([file, ...new Set(text.match(/NODE_OPTIONS="[^"]+"/g))]).toEqual([file, `NODE_OPTIONS="${options}"`]);
    }
  });

  it('is limited by Node, which reads these options from the environment', () => {
    const print = ['--print', 'v8.getHeapStatistics().heap_size_limit'];
    const env = { ...process.env, NODE_OPTIONS: options };
    const limit = Number(execFileSync(process.execPath, print, { env, encoding: 'utf8' }));
    expect(limit / 1024 / 1024).toBe(megabytes('max-old-space-size') + 3 * megabytes('max-semi-space-size'));
  });

  it('reaches Node’s limit before the limit of the container or unit', () => {
    const limits = FILES.map((name) => (parse(readFileSync(pathOf(name), 'utf8')) as Compose).services['backend']);
    expect(limits.map((backend) => backend!.mem_limit)).toEqual(['256m', '256m']);
    // Without an init process, Node is process 1 and does not end when it runs out of memory.
    expect(limits.map((backend) => backend!.init)).toEqual([true, true]);
    expect(unit).toMatch(/^MemoryMax=256M$/m);
    // In addition to the heap, the process needs about 30 MB and its health probe 16 MB that the kernel cannot reclaim.
    expect(megabytes('max-old-space-size') + 3 * megabytes('max-semi-space-size') + 46).toBeLessThanOrEqual(256);
  });
});

it('limits the database, which has only the capabilities to change to its own user', () => {
  const { services } = parse(readFileSync(pathOf('compose.replicas.yaml'), 'utf8')) as Compose;
  expect(services['postgres']).toMatchObject({
    cap_add: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
    tmpfs: ['/tmp', '/var/run/postgresql'],
    mem_limit: '1g',
    pids_limit: 200,
  });
});

it('builds the image on the Node version that the tests use', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: { node: string };
  };
  const bases = [...dockerfile.matchAll(/^FROM node:([\d.]+)-bookworm-slim(?:@sha256:[\da-f]{64})?(?: AS \w+)?$/gm)];
  expect(bases.map(([, version]) => version)).toEqual([optionalDependencies.node, optionalDependencies.node]);
  expect(dockerfile.match(/^FROM/gm)).toHaveLength(bases.length);
});

it('keeps secrets, settings and backups of an installation out of git and out of the image', () => {
  const ignored = (path: string): string[] =>
    readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8').split('\n');
  const files = ['*.secret', '.env', '*.db', '*.dump', '*.tar.gz'];
  expect(ignored('../deploy/.gitignore')).toEqual(expect.arrayContaining(files));
  expect(ignored('../../../.dockerignore')).toEqual(expect.arrayContaining(files.map((file) => `**/${file}`)));
});

it('installs no dependency that was published in the last three days', () => {
  const workspace = readFileSync(fileURLToPath(new URL('../../../pnpm-workspace.yaml', import.meta.url)), 'utf8');
  expect((parse(workspace) as { minimumReleaseAge: number }).minimumReleaseAge).toBeGreaterThanOrEqual(3 * 24 * 60);
});

it('the example catalog has only offers that both MyTPE APIs support', () => {
  const offers = parseCatalog(readFileSync(pathOf('config/offers.yaml'), 'utf8'), 'offers.yaml', v2Refusal);
  expect([...offers.keys()]).toEqual(['tshirt', 'donation']);
});

it('a mistake in a Compose file is reported', () => {
  expect(violations(fileURLToPath(new URL('wrong-compose.yaml', import.meta.url)))).not.toEqual([]);
});

it('the server is compiled when the image is built, and a container uses that compile cache', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  const inside = (name: string): string => join(folder, name);
  cpSync(fileURLToPath(new URL('../dist/', import.meta.url)), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('compiled'),
  });
  const compile = [pathOf('compile.mjs'), String(process.getuid!())];
  // The tests' own cache would replace the image's.
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env;
  execFileSync(process.execPath, compile, { cwd: folder, stdio: 'pipe', env: environment });
  const [kept] = readdirSync(inside('compiled'));
  expect(readdirSync(join(inside('compiled'), kept!))).not.toEqual([]);
  // The server uses the cache, even from another folder.
  const moved = mkdtempSync(join(tmpdir(), 'image-'));
  cpSync(folder, moved, { recursive: true });
  const env = { ...environment, NODE_OPTIONS: options, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
  const { stderr } = spawnSync(process.execPath, ['server.js', '--check-config'], {
    cwd: moved,
    env,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/main\.js was accepted/);
});
