import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { loadScripts, type ScriptFile } from './script-library.ts';

/** Creates a keeper that, like the store, keeps the first file of each name. */
function createKeeper(kept: ScriptFile[] = []) {
  return {
    scripts: async () => kept,
    keepScript: async (file: ScriptFile) => {
      if (!kept.some(({ version, name }) => version === file.version && name === file.name)) kept.push(file);
    },
  };
}

const SECTION = { code: 'offer_not_found', says: 'no such offer', when: 'the backend responds `404`' };

function build(version: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'scripts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = { 'mytpe-pay-button.js': text, 'mytpe-pay-button.dev.js': `${text}, development` };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const listed = Object.entries(files).map(([name, content]) => ({ name, integrity: integrity(content) }));
  const names = { entry: 'mytpe-pay-button.js', development: 'mytpe-pay-button.dev.js' };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version, ...names, files: listed }));
  writeFileSync(join(directory, 'troubleshooting.json'), JSON.stringify([SECTION]));
  return directory;
}
const integrity = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

it('serves this build and every earlier build, as first served', async () => {
  const keeper = createKeeper();
  await loadScripts(build('1.0.0', 'one'), keeper);
  await loadScripts(build('1.0.0', 'one, built again'), keeper);
  const library = await loadScripts(build('1.1.0', 'two'), keeper);
  const text = (version: string) => library.file(version, 'mytpe-pay-button.js')?.body.toString();
  expect([library.version, text('1.0.0'), text('1.1.0'), text('2.0.0')]).toEqual(['1.1.0', 'one', 'two', undefined]);
  expect(library.entry).toMatchObject({ name: 'mytpe-pay-button.js', integrity: integrity('two') });
  expect(library.development.integrity).toBe(integrity('two, development'));
  expect(library.troubleshooting).toEqual([SECTION]);
  expect(library.all().map(({ version }) => version)).toEqual(['1.0.0', '1.0.0', '1.1.0', '1.1.0']);
});

it.each(['mytpe-pay-button.js', 'mytpe-pay-button.dev.js'])(
  'refuses %s if it differs from the built file',
  async (name) => {
    const directory = build('1.0.0', 'one');
    writeFileSync(join(directory, name), 'something else');
    await expect(loadScripts(directory, createKeeper())).rejects.toThrow(`${name} is not the file that was built`);
  },
);

it('explains how to build the drop-in if it was not built', async () => {
  await expect(loadScripts('/nowhere', createKeeper())).rejects.toThrow('build the button first');
});

it.each(['1', 'latest', '1.0/../..', '1.0.0 '])(
  'refuses the version "%s", whose address could belong to another route',
  async (version) => {
    await expect(loadScripts(build(version, 'one'), createKeeper())).rejects.toThrow('version');
  },
);

it.each<[string, unknown]>([
  ['an invalid code', [{ ...SECTION, code: 'offer not found' }]],
  ['a duplicate code', [SECTION, SECTION]],
  ['a text that is too long', [{ ...SECTION, when: 'x'.repeat(1001) }]],
  ['too many sections', Array.from({ length: 201 }, (_, index) => ({ ...SECTION, code: `code_${index}` }))],
  ['an object instead of an array', { code: 'offer_not_found' }],
])('refuses troubleshooting sections with %s', async (_, sections) => {
  const directory = build('1.0.0', 'one');
  writeFileSync(join(directory, 'troubleshooting.json'), JSON.stringify(sections));
  await expect(loadScripts(directory, createKeeper())).rejects.toThrow('troubleshooting.json is not valid');
});

it('refuses a manifest that does not list its scripts', async () => {
  const directory = build('1.0.0', 'one');
  const names = { version: '1.0.0', entry: 'mytpe-pay-button.js', development: 'mytpe-pay-button.dev.js' };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ ...names, files: [] }));
  await expect(loadScripts(directory, createKeeper())).rejects.toThrow('does not list mytpe-pay-button.js');
});
