import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { openDesk, runProcess } from './terminal.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it.each([
  ['bash', /^complete .*mytpe$/m],
  ['zsh', /^#compdef mytpe$/m],
  ['fish', /^complete .*-c mytpe/m],
  ['powershell', /Register-ArgumentCompleter -CommandName 'mytpe'/],
])('prints a script for %s', async (shell, registration) => {
  const { code, out } = await runProcess(['completion', shell], { PATH: process.env['PATH']! });
  expect([code, out]).toEqual([0, expect.stringMatching(registration)]);
});

it('refuses another shell', async () => {
  const { code, err } = await runProcess(['completion', 'tcsh'], { PATH: process.env['PATH']! });
  expect([code, err]).toEqual([2, expect.stringContaining('bash, zsh, fish, powershell')]);
});

it.each([
  ['mytpe li', ['links']],
  ['mytpe links pa', ['pause']],
  ['mytpe links create --tar', ['--target']],
  ['mytpe links list --status arch', ['archived']],
  ['mytpe bank', ['bank-accounts']],
])('bash completes %j', async (line, expected) => {
  const { home } = await openDesk();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'mytpe'), `#!/bin/sh\nexec "${process.execPath}" --conditions=source "${MAIN}" "$@"\n`);
  chmodSync(join(bin, 'mytpe'), 0o755);
  const words = line.split(' ');
  const script = `
    source <(mytpe completion bash)
    COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; COMP_LINE='${line}'; COMP_POINT=${line.length}
    __mytpe_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { HOME: home, PATH: `${bin}:${process.env['PATH']}` };
  const { stdout } = spawnSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
  expect(
    stdout
      .split('\n')
      .map((reply) => reply.trim())
      .filter(Boolean),
  ).toEqual(expected);
});
