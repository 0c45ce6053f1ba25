import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it, onTestFinished } from 'vitest';

import { runProcess } from './terminal.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs a script in a bash where `mytpe` is installed. */
function bash(script: string) {
  const bin = mkdtempSync(join(tmpdir(), 'mytpe-bin-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  writeFileSync(join(bin, 'mytpe'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(bin, 'mytpe'), 0o755);
  const env = { HOME: bin, PATH: `${bin}:${process.env['PATH']}` };
  return spawnSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
}

it.each([
  ['bash', /^complete .*mytpe$/m],
  ['zsh', /^#compdef mytpe$/m],
  ['fish', /^complete .*-c mytpe/m],
  ['powershell', /Register-ArgumentCompleter -CommandName 'mytpe'/],
])('prints a script for %s', async (shell, registration) => {
  const { code, out } = await runProcess(['completion', shell], { PATH: process.env['PATH']! });
  expect([code, out]).toEqual([0, expect.stringMatching(registration)]);
});

it('rejects another shell', async () => {
  const { code, err } = await runProcess(['completion', 'tcsh'], { PATH: process.env['PATH']! });
  expect([code, err]).toEqual([2, expect.stringContaining('bash, zsh, fish, powershell')]);
});

it('lets the shell complete file names', async () => {
  const { out } = await runProcess(['complete', '--', 'brands', 'create', '--logo', ''], {
    PATH: process.env['PATH']!,
  });
  expect(out).toBe(':0\n');
});

it('the bash script can be sourced twice, and falls back to file names', () => {
  const { stdout, stderr } = bash(
    'source <(mytpe completion bash); source <(mytpe completion bash); complete -p mytpe',
  );
  expect([stderr, stdout]).toEqual(['', 'complete -o default -F __mytpe_complete mytpe\n']);
});

it.each([
  ['mytpe li', ['links']],
  ['mytpe links pa', ['pause']],
  ['mytpe links create --tar', ['--target']],
  ['mytpe links list --status arch', ['archived']],
  ['mytpe bank', ['bank-accounts']],
])('bash completes %j', (line, expected) => {
  const words = line.split(' ');
  const script = `
    source <(mytpe completion bash)
    COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; COMP_LINE='${line}'; COMP_POINT=${line.length}
    __mytpe_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(
    bash(script)
      .stdout.split('\n')
      .map((reply) => reply.trim())
      .filter(Boolean),
  ).toEqual(expected);
});
