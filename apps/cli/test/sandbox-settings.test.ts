import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { type Ran, createMerchant, runHere } from './terminal.ts';

/** Replaces npx: prints the variables and the command that it would run. */
const NPX = 'npx() { env | grep ^MYTPE_; echo; printf "%s\\n" "$@"; }';

/** Runs the text in a shell, then runs its last command with only the settings from the text. */
async function paste(text: string, home: string): Promise<Ran> {
  const env = { PATH: process.env['PATH'] };
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${NPX}\n${text}`], { env });
  const [variables, words] = stdout.trimEnd().split('\n\n');
  const [tool, script, ...args] = words!.split('\n');
  expect([tool, script]).toEqual(['pnpm', 'mytpe']);
  const pairs = variables!.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line)!.slice(1));
  return runHere(args, { env: { HOME: home, ...Object.fromEntries(pairs) } });
}

it('the commands on the sandbox’s page run in a shell', async () => {
  const { sandbox, home } = await createMerchant();
  const page = await (await fetch(`${sandbox.url}/`)).text();
  const blocks = [...page.matchAll(/<pre[^>]*id="cli-[^>]*>([^<]*)<\/pre>/g)].map(([, text]) => text!);
  const [ext, v2] = blocks.map((text) => text.replaceAll('&quot;', '"')) as [string, string];
  const created = await paste(ext, home);
  expect([created.code, created.out]).toEqual([0, expect.stringMatching(/status\s+active/)]);
  expect(created.out).toContain(`${sandbox.payBaseUrl}/order-10428-`);
  const credentials = ext.replace(/^npx .*$/m, '');
  expect((await paste(`${credentials}\n${v2}`, home)).out).toContain('mytpe_pay_sandbox_1');
});
