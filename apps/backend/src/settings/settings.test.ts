import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SettingsError, describeSettings, parseSettings } from './settings.ts';

const GOOD = {
  MYTPE_BASE_URL: 'https://api.mytpe.appp/api/ext/',
  MYTPE_API_KEY: 'mtk_live_x',
  MYTPE_API_SECRET: 'mts_live_planted',
  PUBLIC_URL: 'https://pay.shop.example',
};

function problems(env: Record<string, string>): readonly string[] {
  try {
    parseSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('have the documented defaults', () => {
    const settings = parseSettings(GOOD);
    expect(settings).toMatchObject({
      MYTPE_ENVIRONMENT: 'live',
      HOST: '127.0.0.1',
      PORT: 8020,
      MAX_LINKS_PER_MINUTE: 120,
      LINK_TTL_HOURS: 72,
    });
    expect(settings.ALLOWED_ORIGINS).toEqual([]);
    expect(settings.MYTPE_BASE_URL).toBe('https://api.mytpe.appp/api/ext');
    expect(parseSettings({ ...GOOD, MYTPE_ENVIRONMENT: 'sandbox' }).ALLOWED_ORIGINS).toEqual(['*']);
  });

  it('are all reported together, and no value is shown', () => {
    const found = problems({
      ...GOOD,
      PORT: 'eighty',
      ADMIN_TOKEN: 'planted-short',
      MYTPE_BASE_URL: 'ftp://planted',
      PUBLIC_URL: '',
    });
    expect(found.map((line) => line.split(' ')[0])).toEqual(['MYTPE_BASE_URL', 'PORT', 'ADMIN_TOKEN', 'PUBLIC_URL']);
    expect(found.join('\n')).not.toContain('planted');
    expect(problems({ ...GOOD, ALLOWED_ORIGINS: 'https://shop.dz,https://Shop.dz/' })).toEqual([
      expect.stringContaining('ALLOWED_ORIGINS'),
    ]);
    expect(problems({ ...GOOD, PUBLIC_URL: '' })).toEqual([expect.stringContaining('PUBLIC_URL is required in live')]);
    expect(problems({})).toEqual(expect.arrayContaining(['MYTPE_API_SECRET is required']));
  });

  it.each(['10.0.0.0/8', '127.0.0.1', '::1', 'fd00::/8', 'loopback, uniquelocal', '172.16.0.1/32'])(
    'trust the proxy %s',
    (proxy) => expect(problems({ ...GOOD, TRUST_PROXY: proxy })).toEqual([]),
  );

  it.each(['planted', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/x', '10.0.0.0/8/8', '300.1.1.1', 'loopback/8', 'true'])(
    'refuse the proxy %s before anything starts',
    (proxy) =>
      expect(problems({ ...GOOD, TRUST_PROXY: `::1,${proxy}` })).toEqual([
        'TRUST_PROXY.1 must be an IP address or a network like 10.0.0.0/8',
      ]),
  );

  it('come from files too', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'secret');
    writeFileSync(file, 'from-a-file\n');
    const { MYTPE_API_SECRET: _, ...rest } = GOOD;
    expect(parseSettings({ ...rest, MYTPE_API_SECRET_FILE: file }).MYTPE_API_SECRET).toBe('from-a-file');
    expect(problems({ ...GOOD, MYTPE_API_SECRET_FILE: file })).toEqual([expect.stringContaining('both set')]);
    expect(problems({ ...rest, MYTPE_API_SECRET_FILE: '/nowhere' })).toEqual(
      expect.arrayContaining([expect.stringContaining('cannot be read: ENOENT')]),
    );
  });

  it('are the ones the README lists', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = describeSettings().map(
      ({ name, default: standard, meaning }) =>
        `| \`${name}\` | ${standard === null ? '' : `\`${standard || '(none)'}\``} | ${meaning} |`,
    );
    const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
    expect(readme.split('<!-- settings: begin -->\n')[1]?.split('\n<!-- settings: end -->')[0]).toBe(table);
  });
});
