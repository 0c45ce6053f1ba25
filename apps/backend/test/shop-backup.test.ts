import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { type BackendProcess, setUpProcesses, startBackendProcess } from './backend-process.ts';
import { testClient } from './harness.ts';
import { codeBlocks } from './shop-pages.ts';

const PAGES = fileURLToPath(new URL('../../docs/src/content/docs/', import.meta.url));
const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));
/** The folder in which the commands run, from the home folder of the user. */
const DEPLOY = 'pay-button/apps/backend/deploy';
const LANGUAGES = ['', 'fr/', 'ar/'];
const run = promisify(execFile);

const read = (page: string): string => readFileSync(join(PAGES, page), 'utf8');
/** Returns the commands of a page: the lines of each block. */
const commandsOf = (text: string): string[][] =>
  codeBlocks(text, 'sh').map((block) => block.trimEnd().split(/(?<!\\)\n/));

/**
 * Stands for Docker: runs the commands of a container on this machine. `/data` is the folder $DATA, and `server.js` is
 * the built program.
 */
const DOCKER = `#!/bin/bash
[ "$1" = compose ] || exit 64
if [ "$2" = build ]; then exit; fi
if [ "$2" = cp ]; then exec cp "\${3/#backend:\\/data/$DATA}" "$4"; fi
[ "$2" = exec ] || [ "$2" = run ] || exit 64
shift 2
while [[ "$1" == -* ]]; do
  case "$1" in
    -T | --rm | --no-deps) ;;
    --env) shift; export "\${1//\\/data/$DATA}" ;;
    *) exit 64 ;;
  esac
  shift
done
[ "$1" = backend ] || exit 64
shift
command=()
for part; do command+=("\${part//\\/data/$DATA}"); done
if [ "\${command[*]:0:2}" = "node server.js" ]; then command[1]=$SERVER; fi
exec "\${command[@]}"
`;
/** Stands for `scp`: the folder $REMOTE is the home folder on the server. */
const SCP = `#!/bin/bash
exec cp "\${@/#admin@pay.shop.example:/$REMOTE/}"
`;
const GIT = `#!/bin/bash
echo 0123abcd
`;

const bin = mkdtempSync(join(tmpdir(), 'bin-'));
for (const [name, text] of [
  ['docker', DOCKER],
  ['scp', SCP],
  ['git', GIT],
] as const) {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
}

/** A server with the repository in `pay-button`, and its Docker volume. */
function newServer() {
  const home = mkdtempSync(join(tmpdir(), 'server-'));
  const deploy = join(home, DEPLOY);
  const data = join(home, 'volume');
  mkdirSync(deploy, { recursive: true });
  mkdirSync(data);
  return { home, deploy, data };
}

type Server = ReturnType<typeof newServer>;

/** Runs the lines of a block in a folder, and returns what they print. */
async function runBlock(lines: readonly string[], folder: string, { home, data }: Server): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${bin}:${dirname(process.execPath)}:${process.env['PATH']}`,
    HOME: home,
    DATA: data,
    SERVER,
    REMOTE: home,
    MYTPE_ENVIRONMENT: 'sandbox',
    OFFERS_FILE: join(home, DEPLOY, 'config/offers.yaml'),
    MYTPE_BASE_URL: 'http://127.0.0.1:1/api/ext',
    MYTPE_API_KEY: 'mtk_sandbox_key',
    MYTPE_API_SECRET: 'mts_sandbox_secret',
    STORE_URL: `sqlite:${data}/mytpe-pay.db`,
  };
  // Pasted lines continue after a failure.
  const { stdout, stderr } = await run('bash', ['-c', [...lines, 'true'].join('\n')], { cwd: folder, env });
  return (stdout + stderr).replaceAll(data, '/data');
}

/** Runs a block that stops and starts the backend. */
async function runAround(lines: readonly string[], server: Server, old: BackendProcess | null): Promise<string> {
  const stop = lines.indexOf('docker compose stop backend');
  const start = lines.indexOf('docker compose up --detach --wait');
  expect([stop, start]).toEqual([1, lines.length - 1]);
  await old?.stop();
  return runBlock(lines.slice(stop + 1, start), server.deploy, server);
}

describe('shop/backup', () => {
  const english = commandsOf(read('shop/backup.md'));
  const [backup, copy, test, send, settings, restore] = english as [
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
  ];

  it('has the same commands in each language', () => {
    for (const language of LANGUAGES) expect(commandsOf(read(`${language}shop/backup.md`))).toEqual(english);
    expect(english).toHaveLength(6);
  });

  it('has the commands of operate/backup', () => {
    const all = commandsOf(read('operate/backup.md')).flat();
    const other = /^(?:cd|scp admin@|ls|tar --list) ?/;
    const expected = english.flat().filter((line) => !other.test(line));
    expect(expected.filter((line) => !all.includes(line))).toEqual([]);
    expect(expected.length).toBeGreaterThan(15);
  });

  it('backs up, copies, tests and restores: a new server has every link and the settings', async () => {
    const server = newServer();
    const { env, sandbox } = await setUpProcesses();
    const today = new Date().toLocaleDateString('sv');
    const dated = (lines: readonly string[]) => lines.map((line) => line.replaceAll('2026-11-21', today));
    const files = [`backup-${today}.db`, `settings-${today}.tar.gz`];
    mkdirSync(join(server.deploy, 'config'));
    copyFileSync(env['OFFERS_FILE']!, join(server.deploy, 'config/offers.yaml'));
    const more = ['.env', 'admin_token.secret', 'compose.override.yaml'];
    for (const name of more) writeFileSync(join(server.deploy, name), `content of ${name}`);
    const start = ({ data }: Server) => startBackendProcess({ ...env, STORE_URL: `sqlite:${data}/mytpe-pay.db` });
    const backend = await start(server);
    const { body: link } = await testClient(backend.url, sandbox.url).post({ offer: 'tshirt' }, 'key-1');
    const untouched = readdirSync(server.data);

    // The rest of an interrupted backup, and the first of two backups on one day.
    for (const file of [join(server.data, 'backup.db'), ...files.map((name) => join(server.deploy, name))])
      writeFileSync(file, '', { mode: 0o600 });
    const backedUp = await runBlock(backup, server.deploy, server);
    for (const text of ['backed up /data/mytpe-pay.db to /data/backup.db', ...files]) expect(backedUp).toContain(text);
    expect(files.map((name) => statSync(join(server.deploy, name)).mode & 0o777)).toEqual([0o600, 0o600]);

    const computer = mkdtempSync(join(tmpdir(), 'computer-'));
    await runBlock(dated(copy), computer, server);
    expect(readdirSync(computer)).toEqual(files);

    const tested = await runBlock(dated(test), server.deploy, server);
    for (const text of [
      'restored /data/test.db from /data/test.part.db',
      '.env',
      'admin_token.secret',
      'config/',
      'version.txt',
    ])
      expect(tested).toContain(text);
    expect(readdirSync(server.data)).toEqual(untouched);
    expect((await testClient(backend.url, sandbox.url).get(`/v1/links/${link.id}`)).status).toBe(200);

    // Everything on the old server is lost.
    await backend.kill();
    const fresh = newServer();
    await runBlock(dated(send), computer, fresh);
    expect(await runBlock(dated(settings), fresh.deploy, fresh)).toMatch(/^✓ the settings and \d offers are valid$/m);
    for (const name of more) expect(readFileSync(join(fresh.deploy, name), 'utf8')).toBe(`content of ${name}`);
    expect(readFileSync(join(fresh.deploy, 'version.txt'), 'utf8')).toBe('0123abcd\n');
    expect(statSync(fresh.deploy).mode & 0o777).toBe(0o700);
    expect(statSync(join(fresh.deploy, 'admin_token.secret')).mode & 0o777).toBe(0o644);
    expect(existsSync(join(fresh.deploy, 'config/offers.yaml'))).toBe(true);
    const restored = await runAround(dated(restore), fresh, null);
    expect(restored).toContain('restored /data/mytpe-pay.db from /data/restore.db');
    expect(readdirSync(fresh.data)).toEqual(['mytpe-pay.db']);
    const again = await start(fresh);
    expect((await testClient(again.url, sandbox.url).get(`/v1/links/${link.id}`)).status).toBe(200);

    // The same server, with a damaged file: the data stays.
    truncateSync(join(fresh.deploy, files[0]!), 8192);
    expect(await runBlock(dated(test), fresh.deploy, fresh)).toContain('the database is not intact');
    expect(await runAround(dated(restore), fresh, again)).toContain('the database is not intact');
    const third = await start(fresh);
    expect((await testClient(third.url, sandbox.url).get(`/v1/links/${link.id}`)).status).toBe(200);
  }, 120_000);

  it('quotes what the program prints', () => {
    const quoted = ['backed up /data/mytpe-pay.db to /data/backup.db', 'the database is not intact'];
    for (const language of LANGUAGES)
      for (const text of [...quoted, 'restored /data/test.db from /data/test.part.db'])
        expect(read(`${language}shop/backup.md`)).toContain(`\`${text}\``);
  });
});
