import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { type Ran, openDesk, runHere } from './terminal.ts';

/** In place of npx: tells what it would run, and with which variables. */
const NPX = 'npx() { env | grep ^MYTPE_; echo; printf "%s\\n" "$@"; }';

/** Has a shell read the text, then runs the command it ends in, with no settings but those in the text. */
async function paste(text: string, home: string): Promise<Ran> {
  const env = { PATH: process.env['PATH'] };
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${NPX}\n${text}`], { env });
  const [variables, words] = stdout.trimEnd().split('\n\n');
  const [tool, script, ...args] = words!.split('\n');
  expect([tool, script]).toEqual(['pnpm', 'mytpe']);
  const pairs = variables!.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line)!.slice(1));
  return runHere(args, { env: { HOME: home, ...Object.fromEntries(pairs) } });
}

it('the commands on the sandbox’s page run as pasted into a shell', async () => {
  const { sandbox, home } = await openDesk();
  const page = await (await fetch(`${sandbox.url}/`)).text();
  const blocks = [...page.matchAll(/<pre[^>]*id="cli-[^>]*>([^<]*)<\/pre>/g)].map(([, text]) => text!);
  const [ext, v2] = blocks.map((text) => text.replaceAll('&quot;', '"')) as [string, string];
  const created = await paste(ext, home);
  expect([created.code, created.out]).toEqual([0, expect.stringMatching(/status\s+active/)]);
  expect(created.out).toContain(`${sandbox.payBaseUrl}/order-10428-`);
  const credentials = ext.replace(/^npx .*$/m, '');
  expect((await paste(`${credentials}\n${v2}`, home)).out).toContain('mytpe_pay_sandbox_1');
});
