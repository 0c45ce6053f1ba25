import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { checkConfig, reportConfig } from './parse-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const offersFile = (text: string): string => {
  const path = join(folder, `offers-${text.length}.yaml`);
  writeFileSync(path, text);
  return path;
};
const GOOD = {
  MYTPE_BASE_URL: 'https://api.mytpe.example/api/ext',
  MYTPE_API_KEY: 'mtk_live_1',
  MYTPE_API_SECRET: 'mts_live_1',
  PUBLIC_URL: 'https://pay.shop.example',
  OFFERS_FILE: offersFile('offers:\n  tea: { title: Thé, amount_mode: fixed, amount: 150, usage_mode: one_shot }\n'),
};

it('reports that everything is valid', () => {
  const lines: string[] = [];
  expect(reportConfig(checkConfig(GOOD), (line) => lines.push(line))).toBe(0);
  expect(lines).toEqual(['✓ the settings and one offer are valid']);
});

it('reports every problem of the settings and of the catalog together, without a value', () => {
  const bad = {
    ...GOOD,
    PORT: 'eighty',
    MYTPE_API_SECRET: '',
    OFFERS_FILE: offersFile('offers:\n  tea: { title: 7 }'),
  };
  const lines: string[] = [];
  expect(reportConfig(checkConfig(bad), (line) => lines.push(line))).toBe(1);
  const text = lines.join('\n');
  for (const part of ['PORT', 'MYTPE_API_SECRET is required', ':2:', 'problems']) expect(text).toContain(part);
  expect(text).not.toContain('mtk_live_1');
});

it('reports a catalog that does not exist', () => {
  expect(checkConfig({ ...GOOD, OFFERS_FILE: join(folder, 'none.yaml') }).problems).toEqual([
    `OFFERS_FILE cannot be read: ENOENT ${join(folder, 'none.yaml')}`,
  ]);
});

it('refuses a catalog over 1 MB without reading it', () => {
  const path = offersFile('offers: {}');
  // Larger than the largest buffer that Node can read.
  truncateSync(path, 5 * 2 ** 30);
  expect(checkConfig({ ...GOOD, OFFERS_FILE: path }).problems).toEqual([`${path}:1:1: the file is larger than 1 MB`]);
});

it('reports offers that the API in use does not support, with their position in the file', () => {
  const path = offersFile(
    'offers:\n  tea: { title: Thé, amount_mode: open, usage_mode: capped_amount, target_amount: 9 }\n',
  );
  const v2 = { ...GOOD, MYTPE_API: 'v2', MYTPE_BASE_URL: 'https://mytpe.example/api/v2/mytpe-pay', OFFERS_FILE: path };
  const expected = `${path}:2:41: offer tea: MyTPE v2 does not support total amounts (capped_amount)`;
  expect(checkConfig({ ...GOOD, OFFERS_FILE: path }).problems).toEqual([]);
  expect(checkConfig(v2).problems).toEqual([expected]);
  const wrong = { ...v2, PORT: 'eighty' };
  expect(checkConfig(wrong).problems).toEqual([expect.stringContaining('PORT'), expected]);
  const { MYTPE_API: api, OFFERS_FILE: offers, ...rest } = wrong;
  const files = { MYTPE_API_FILE: offersFile(api), OFFERS_FILE_FILE: offersFile(offers) };
  expect(checkConfig({ ...rest, ...files }).problems).toEqual([expect.stringContaining('PORT'), expected]);
});
