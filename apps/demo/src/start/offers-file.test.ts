import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';

import { ensureOffersFile } from './offers-file.ts';

const TEMPLATE = fileURLToPath(new URL('../../offers.yaml', import.meta.url));
const NOW = new Date('2026-11-21T10:30:00Z');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offers-'));
  file = join(folder, 'new', 'offers.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ensure = (now = NOW): void => ensureOffersFile(TEMPLATE, file, now);
const text = (): string => readFileSync(file, 'utf8');
const sale = (): { starts_at: string; ends_at: string } =>
  (parse(text()) as { offers: { 'flash-sale': { starts_at: string; ends_at: string } } }).offers['flash-sale'];

const besideTheWindow = (source: string): string => source.replaceAll(/(starts|ends)_at: "[^"]*"/g, '');
const SCHEMA = /(?<=^# yaml-language-server: \$schema=)\S+/;

it('writes the catalog with a current sale at the first start, and changes nothing else', () => {
  ensure();
  expect(Date.parse(sale().starts_at)).toBeLessThanOrEqual(NOW.getTime());
  expect(Date.parse(sale().ends_at)).toBeGreaterThan(NOW.getTime());
  const withoutSchema = (source: string): string => besideTheWindow(source).replace(SCHEMA, '');
  expect(withoutSchema(text())).toBe(withoutSchema(readFileSync(TEMPLATE, 'utf8')));
});

it('the written catalog names the same schema as its template', () => {
  ensure();
  const schemaOf = (name: string): string => resolve(dirname(name), SCHEMA.exec(readFileSync(name, 'utf8'))![0]);
  expect(schemaOf(file)).toBe(schemaOf(TEMPLATE));
  expect(existsSync(schemaOf(file))).toBe(true);
});

it('does not change the file at later starts', () => {
  ensure();
  writeFileSync(file, text().replace('amount: 4500', 'amount:   5200   # my price'));
  const edited = text();
  ensure(new Date(NOW.getTime() + 86_400_000));
  expect(text()).toBe(edited);
});

it('renews a sale that is over, and keeps the user’s changes', () => {
  ensure();
  writeFileSync(file, text().replace('amount: 4500', 'amount:   5200 # my price'));
  const edited = text();
  const later = new Date('2027-03-01T00:00:00Z');
  ensure(later);
  expect(Date.parse(sale().starts_at)).toBeLessThanOrEqual(later.getTime());
  expect(Date.parse(sale().ends_at)).toBeGreaterThan(later.getTime());
  expect(besideTheWindow(text())).toBe(besideTheWindow(edited));
});

it.each([
  ['cannot be parsed', 'offers: [\n'],
  ['has no sale', 'offers:\n  a: { amount: 1 }\n'],
  ['is not a mapping', 'nothing\n'],
  ['is empty', ''],
  ['has a sale that never ends', 'offers:\n  flash-sale: { starts_at: "2026-01-01T00:00:00Z" }\n'],
  ['has a sale without a window', 'offers:\n  flash-sale: soon\n'],
])('does not change a file that %s', (_, content) => {
  ensure();
  writeFileSync(file, content);
  ensure();
  expect(text()).toBe(content);
});
