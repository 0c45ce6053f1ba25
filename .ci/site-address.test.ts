import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, expect, it } from 'vitest';

import { replaceSiteAddress } from './site-address.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-address-'));
  mkdirSync(join(folder, 'apps'));
  writeFileSync(join(folder, 'package.json'), '{ "homepage": "https://old.example" }');
  writeFileSync(join(folder, 'apps/README.md'), '[Install](https://old.example/shop/install/), https://older.example');
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '.'], { cwd: folder });
});

it('replaces the address in every file, and only there', () => {
  expect(replaceSiteAddress('https://docs.new.example/', folder)).toEqual(['apps/README.md', 'package.json']);
  expect(readFileSync(join(folder, 'apps/README.md'), 'utf8')).toBe(
    '[Install](https://docs.new.example/shop/install/), https://older.example',
  );
  expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{ "homepage": "https://docs.new.example" }');
});

it.each(['', 'docs.new.example', 'http://docs.new.example', 'https://new.example/docs'])(
  'refuses "%s", and changes nothing',
  (address) => {
    expect(() => replaceSiteAddress(address, folder)).toThrow(`${address} is not an address such as`);
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toContain('https://old.example');
  },
);
