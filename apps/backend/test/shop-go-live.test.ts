import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

import { API_DEFAULTS } from '../src/domain/api-limits.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import { eventually, slugOf, startSystem, type System } from './harness.ts';
import { codeBlocks, PAGE_LANGUAGES, shopPage } from './shop-pages.ts';

const COMPOSE = fileURLToPath(new URL('../deploy/compose.yaml', import.meta.url));
const ENV_EXAMPLE = fileURLToPath(new URL('../deploy/.env.example', import.meta.url));
const HEADINGS = {
  en: 'Switch from test to real payments',
  fr: 'Passer du test aux paiements réels',
  ar: 'الانتقال من التجربة إلى الدفع الحقيقي',
};
/** The settings of test mode that the pages tell the reader to delete. */
const TEST_SETTINGS = ['MYTPE_ENVIRONMENT', 'MYTPE_PAY_BASE_URL'];

const { services } = parse(readFileSync(COMPOSE, 'utf8')) as {
  services: { backend: { environment: Record<string, string> } };
};

/** A temporary folder with the files of secrets of a test installation. */
function testInstallation(): string {
  const folder = mkdtempSync(join(tmpdir(), 'go-live-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['mytpe_api_key', 'mytpe_api_secret'])
    writeFileSync(join(folder, `${name}.secret`), 'of the test');
  return folder;
}

describe.each(PAGE_LANGUAGES)('the section about the switch from test to real payments, %s', (language) => {
  const section = shopPage(language, 'go-live')
    .split(/^## /m)
    .find((part) => part.startsWith(`${HEADINGS[language]}\n`))!;

  it('names the settings of test mode, which the Compose file does not contain', () => {
    const { environment } = services.backend;
    for (const name of TEST_SETTINGS) expect(section).toContain(`\`${name}\``);
    expect(environment).not.toHaveProperty('MYTPE_ENVIRONMENT');
    // Without the line in `.env`, the backend uses its default.
    expect(environment['MYTPE_PAY_BASE_URL']).toMatch(/^\$\{MYTPE_PAY_BASE_URL(?::-[^}]*)?\}$/);
    expect(readFileSync(ENV_EXAMPLE, 'utf8')).not.toMatch(/^MYTPE_PAY_BASE_URL/m);
    expect(environment['MYTPE_BASE_URL']).toContain(`:-${API_DEFAULTS.ext.baseUrl}}`);
    expect(section).toContain(`\`${API_DEFAULTS.ext.baseUrl}\``);
  });

  it('leads to real payments: without these settings the backend is live', () => {
    const needed = {
      MYTPE_BASE_URL: API_DEFAULTS.ext.baseUrl,
      MYTPE_API_KEY: 'key',
      MYTPE_API_SECRET: 'secret',
      PUBLIC_URL: 'https://pay.shop.example',
    };
    expect(parseSettings({ ...needed, MYTPE_ENVIRONMENT: 'sandbox' }).MYTPE_ENVIRONMENT).toBe('sandbox');
    expect(parseSettings(needed)).toMatchObject({
      MYTPE_ENVIRONMENT: 'live',
      MYTPE_PAY_BASE_URL: API_DEFAULTS.ext.payBaseUrl,
    });
  });

  it('replaces the key and the secret of the test', () => {
    const folder = testInstallation();
    const [keys, start] = codeBlocks(section, 'sh');
    // The history of the shell does not keep the secrets.
    expect(keys).toMatch(/^set \+o history\n[^]*printf[^]*\nset -o history\n$/);
    execFileSync('bash', ['-euo', 'pipefail', '-c', keys!], { cwd: folder });
    for (const name of ['mytpe_api_key', 'mytpe_api_secret'])
      expect(readFileSync(join(folder, `${name}.secret`), 'utf8')).toMatch(/^(?!of the test)[^\n]+$/);
    const installation = codeBlocks(shopPage(language, 'install'), 'sh').join('');
    for (const command of start!.trim().split('\n').slice(0, 2)) expect(installation).toContain(command);
    expect(start).toBe(codeBlocks(shopPage('en', 'go-live'), 'sh')[1]);
  });
});

it('the list of payments has no payment of the test after the address of MyTPE changed', async () => {
  const admin = { ADMIN_TOKEN: 'a'.repeat(40) };
  const payments = async ({ get }: System): Promise<string> =>
    JSON.stringify((await get('/admin/v1/payments', { authorization: `Bearer ${admin.ADMIN_TOKEN}` })).body);
  const test = await startSystem(admin);
  const { body: link } = await test.post({ offer: 'tshirt' }, 'test-payment');
  await test.control('POST', `/links/${slugOf(link)}/pay`, {});
  // The backend asks MyTPE when a page reads the link.
  const isListed = async () => (await test.get(`/v1/links/${link.id}`), (await payments(test)).includes(link.id));
  await eventually(isListed, 'the list contains the test payment');
  const live = await startSystem({ ...admin, STORE_URL: `sqlite:${join(test.offersFile, '../store.db')}` });
  expect(await payments(live)).not.toContain(link.id);
});
