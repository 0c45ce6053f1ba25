import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import type { ScriptFile } from '../service.ts';
import { loadScripts } from './load-scripts.ts';

/** A keeper as the store is one: the first of a name stays. */
function createKeeper(kept: ScriptFile[] = []) {
  return {
    scripts: async () => kept,
    keepScript: async (file: ScriptFile) => {
      if (!kept.some(({ version, name }) => version === file.version && name === file.name)) kept.push(file);
    },
  };
}

function build(version: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'scripts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const files = { 'mytpe-pay-button.js': text, 'current.js': `current ${text}` };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  const listed = Object.entries(files).map(([name, content]) => ({ name, integrity: integrity(content) }));
  const manifest = { version, entry: 'mytpe-pay-button.js', current: 'current.js', files: listed };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  return directory;
}
const integrity = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;

it('serves this build and every one before, each as it was first served', async () => {
  const keeper = createKeeper();
  await loadScripts(build('1.0.0', 'one'), keeper);
  await loadScripts(build('1.0.0', 'one, built again'), keeper);
  const library = await loadScripts(build('1.1.0', 'two'), keeper);
  const text = (version: string) => library.file(version, 'mytpe-pay-button.js')?.body.toString();
  expect([library.version, text('1.0.0'), text('1.1.0'), text('2.0.0')]).toEqual(['1.1.0', 'one', 'two', undefined]);
  expect(library.current).toMatchObject({ name: 'current.js', integrity: integrity('current two') });
  expect(library.all().map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
});

it.each(['mytpe-pay-button.js', 'current.js'])('refuses %s when it is not the file that was built', async (name) => {
  const directory = build('1.0.0', 'one');
  writeFileSync(join(directory, name), 'something else');
  await expect(loadScripts(directory, createKeeper())).rejects.toThrow(`${name} is not the file that was built`);
});

it('says what to do when nothing was built', async () => {
  await expect(loadScripts('/nowhere', createKeeper())).rejects.toThrow('build the button first');
});

it.each(['1', 'latest', '1.0/../..', '1.0.0 '])(
  'refuses the version "%s", whose address would be another’s',
  async (version) => {
    await expect(loadScripts(build(version, 'one'), createKeeper())).rejects.toThrow('version');
  },
);
