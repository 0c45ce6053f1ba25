import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { setUpProcesses, startBackendProcess } from '../backend-process.ts';
import { testClient } from '../harness.ts';
import { type OperatorMachine, commandsOf, createOperatorMachine, samplesOf, writeScript } from './operator-machine.ts';

const PAGE = 'operate/backup';
const CLI = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
/** The page's date of a backup, and the date of a backup that a test takes. */
const withToday = (script: string): string => script.replaceAll('2026-11-21', new Date().toISOString().slice(0, 10));
const commands = (heading: string): string => withToday(commandsOf(PAGE, heading).join('\n'));

/** Starts a backend on the machine's store and creates links. */
async function withLinks(machine: OperatorMachine, env: Record<string, string>, sandbox: string, keys: string[]) {
  const backend = await startBackendProcess(env);
  writeFileSync(join(machine.folder, 'backend.pid'), String(backend.pid));
  writeFileSync(join(machine.folder, 'running-backend'), '');
  const client = testClient(backend.url, sandbox);
  const create = async (key: string) => (await client.post({ offer: 'tshirt' }, key)).body.id;
  const statusOf = async (id: string) => (await client.get(`/v1/links/${id}`)).status;
  const ids = [];
  for (const key of keys) ids.push(await create(key));
  return { ids, create, statusOf, stop: backend.stop };
}

describe('the page about backups, SQLite with Docker Compose', () => {
  it('backs up, tests a restore while the backend runs, and restores', async () => {
    const setup = await setUpProcesses();
    const { STORE_URL: _, ...settings } = setup.env;
    const machine = createOperatorMachine({
      ...settings,
      MYTPE_API_KEY_FILE: '',
      MYTPE_API_SECRET_FILE: '',
      ADMIN_TOKEN_FILE: '',
    });
    writeFileSync(join(machine.deploy, '.env'), 'PAY_DOMAIN=pay.shop.example\nSHOP_ORIGINS=https://shop.example\n');
    const data = join(machine.folder, 'data');
    const env = { ...setup.env, STORE_URL: `sqlite:${data}/mytpe-pay.db` };
    const before = await withLinks(machine, env, setup.sandbox.url, ['key-1', 'key-2', 'key-3']);

    await machine.run(commands('Back up SQLite with Docker Compose'));
    const backup = readdirSync(machine.deploy).find((name) => /^backup-[\d-]+\.db$/.test(name))!;
    expect(statSync(join(machine.deploy, backup)).mode & 0o777).toBe(0o600);
    expect(readdirSync(data).filter((name) => name.includes('backup'))).toEqual([]);
    writeFileSync(join(machine.deploy, 'admin_token.secret'), 'a token');
    await machine.run(commands('Back up the settings with Docker Compose'));
    const from = new Date().toISOString();
    const later = await before.create('key-4');

    const tested = await machine.run(withToday(commandsOf(PAGE, 'Test a restore')[0]!));
    expect(tested).toMatch(/\n3 links, the latest of \d{4}-\d\d-\d\dT/);
    expect(readdirSync(data).filter((name) => name.startsWith('test'))).toEqual([]);
    expect(await before.statusOf(later)).toBe(200);

    const [restore, cleanUp] = commandsOf(PAGE, 'Restore SQLite with Docker Compose');
    expect(await machine.run(withToday(restore!))).toMatch(/restored \S+\/mytpe-pay\.db from \S+\/restore\.db/);
    expect(existsSync(join(data, 'restore.db'))).toBe(false);
    rmSync(join(machine.folder, 'backend.pid'));
    const after = await withLinks(machine, env, setup.sandbox.url, []);
    for (const id of before.ids) expect(await after.statusOf(id)).toBe(200);
    expect(await after.statusOf(later)).toBe(404);
    expect(readdirSync(data).filter((name) => name.includes('replaced'))).toHaveLength(1);
    await machine.run(cleanUp!);
    expect(readdirSync(data).filter((name) => name.includes('replaced'))).toEqual([]);

    // The links since the backup.
    writeScript(join(machine.folder, 'bin/mytpe'), `exec "${process.execPath}" "${CLI}" "$@"`);
    const list = commandsOf(PAGE, 'Reconcile after a restore')[1]!
      .replace(/'[\d-]+T[\d:]+Z'/, `'${from}'`)
      .replace(/, '[\d-]+T[\d:]+Z'/, `, '${new Date().toISOString()}'`);
    const credentials = ['MYTPE_BASE_URL', 'MYTPE_API_KEY', 'MYTPE_API_SECRET'].map(
      (name) => `export ${name}='${setup.env[name]}'\n`,
    );
    const listed = await machine.run(credentials.join('') + list);
    expect(listed.match(/\blnk_\S+/g)).toEqual([later]);
    expect(listed).toMatch(/^\S+ active 0 lnk_\S+ \S/);

    // A new machine with both files.
    const fresh = createOperatorMachine({
      ...settings,
      MYTPE_API_KEY_FILE: '',
      MYTPE_API_SECRET_FILE: '',
      ADMIN_TOKEN_FILE: '',
    });
    const [send, prepare] = commandsOf(PAGE, 'Prepare a new machine');
    await fresh.run(withToday(send!), machine.deploy);
    expect(await fresh.run(withToday(prepare!))).toMatch(/^✓ the settings and \d offers are valid$/m);
    expect(await fresh.run(withToday(restore!) + cleanUp!)).toMatch(
      /restored \S+\/mytpe-pay\.db from \S+\/restore\.db/,
    );
    const secret = join(fresh.deploy, 'admin_token.secret');
    expect([readFileSync(secret, 'utf8'), statSync(secret).mode & 0o777]).toEqual(['a token', 0o644]);
    expect(readdirSync(join(fresh.folder, 'data'))).toEqual(['mytpe-pay.db']);

    const upgrade = commandsOf('operate/upgrade', 'Upgrade one process').slice(0, 3).join('\n');
    await machine.run(upgrade);
    expect(existsSync(join(machine.deploy, 'before-upgrade.db'))).toBe(true);
  }, 120_000);
});

describe('the pages about systemd and backups', () => {
  it('install the service, check its settings, back it up and restore it', async () => {
    const machine = createOperatorMachine();
    for (const { title, text } of samplesOf('operate/systemd', 'Install'))
      if (title?.startsWith('/usr/local/sbin/')) writeScript(machine.onMachine(title), machine.onMachine(text));
    const install = commandsOf('operate/systemd', 'Install');
    const check = install.findIndex((script) => script.includes('--check-config'));
    await machine.run(install.slice(0, check).join('\n'), machine.folder);
    const settings = samplesOf('operate/systemd', 'Install').find(({ title }) => title?.endsWith('backend.env'))!;
    writeFileSync(machine.onMachine(settings.title!), settings.text);
    // The placeholder of the page is not a valid token.
    await expect(machine.run('mytpe-pay --check-config')).rejects.toThrow('Command failed');
    writeFileSync(machine.onMachine(settings.title!), settings.text.replace('=…', `=${'a'.repeat(48)}`));
    expect(await machine.run(install.slice(check).join('\n'))).toContain('2 offers are valid');
    await expect(machine.run('mytpe-pay')).rejects.toThrow('add an option');

    const setup = await setUpProcesses();
    const env = { ...setup.env, STORE_URL: `sqlite:${machine.folder}/var/lib/mytpe-pay/mytpe-pay.db` };
    const before = await withLinks(machine, env, setup.sandbox.url, ['key-1']);
    await machine.run(commands('Back up SQLite with systemd'));
    const lost = machine.onMachine(settings.title!);
    const content = readFileSync(lost, 'utf8');
    rmSync(machine.onMachine('/etc/mytpe-pay/'), { recursive: true });
    await machine.run(withToday(commandsOf(PAGE, 'Prepare a new machine')[2]!));
    expect(readFileSync(lost, 'utf8')).toBe(content);
    const later = await before.create('key-2');
    await before.stop();
    expect(await machine.run(commands('Restore SQLite with systemd'))).toContain('restored');
    const after = await withLinks(machine, env, setup.sandbox.url, []);
    expect([await after.statusOf(before.ids[0]!), await after.statusOf(later)]).toEqual([200, 404]);
    await machine.run(commandsOf('operate/upgrade', 'Upgrade one process')[3]!, machine.folder);
    expect(readdirSync(join(machine.folder, 'opt'))).toEqual(['mytpe-pay', 'mytpe-pay.previous']);
  }, 120_000);
});

describe('the page about backups, PostgreSQL', () => {
  it('backs up, tests a restore, and restores, with the user and databases of the Compose file', async () => {
    const machine = createOperatorMachine();
    writeFileSync(join(machine.deploy, '.env'), 'PAY_DOMAIN=pay.shop.example\nSHOP_ORIGINS=https://shop.example\n');
    await machine.run('docker compose --file compose.replicas.yaml up --detach --wait');
    await machine.run(commands('Back up PostgreSQL'));
    await machine.run(withToday(commandsOf(PAGE, 'Test a restore')[1]!));
    await machine.run(commands('Restore PostgreSQL'));
  }, 60_000);
});
