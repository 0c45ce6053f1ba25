import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../.ci/free-port.ts';
import { eventually } from './demo-system.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const START = join(root, 'apps/demo/src/start.ts');

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits for a text in the output. Rejects with the output if the process ends before. */
  prints(text: string): Promise<unknown>;
  /** Sends Ctrl-C and waits for the end. */
  interrupt(): Promise<number | null>;
}

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [START], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGTERM'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const died = ended.then(() => Promise.reject(new Error(`the process ended:\n${output}`)));
  died.catch(() => {});
  const prints = (text: string) => Promise.race([eventually(async () => output.includes(text), text, 100), died]);
  return { child, output: () => output, prints, interrupt: () => (child.kill('SIGINT'), ended) };
}

const responds = async (url: string): Promise<boolean> => (await fetch(url)).status === 200;
const isSilent = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('the start command', () => {
  it('serves all three, stops every process on Ctrl-C, and restores everything at the next start', async () => {
    const [sandbox, backend, shop] = [await freePort(), await freePort(), await freePort()];
    const env = {
      SANDBOX_PORT: String(sandbox),
      PORT: String(backend),
      DEMO_PORT: String(shop),
      DEMO_DATA: mkdtempSync(join(tmpdir(), 'start-')),
    };
    const urls = [`http://127.0.0.1:${sandbox}/`, `http://127.0.0.1:${backend}/live`, `http://127.0.0.1:${shop}/`];

    const first = start(env);
    await first.prints('Ctrl-C');
    expect(await Promise.all(urls.map(responds))).toEqual([true, true, true]);
    for (const url of urls) expect(first.output()).toContain(new URL(url).origin);
    const order = {
      method: 'POST',
      body: '{"offer":"tshirt"}',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'a-key-that-outlives-a-restart' },
    };
    const link = (await (await fetch(`http://127.0.0.1:${backend}/v1/links`, order)).json()) as {
      id: string;
      url: string;
    };
    expect(await first.interrupt()).toBe(0);
    expect(await Promise.all(urls.map(isSilent))).toEqual([true, true, true]);

    const second = start(env);
    await second.prints('Ctrl-C');
    const again = (await (await fetch(`http://127.0.0.1:${backend}/v1/links`, order)).json()) as {
      id: string;
      url: string;
      payable: boolean;
    };
    expect(again).toMatchObject({ id: link.id, url: link.url, payable: true });
    expect(await (await fetch(link.url)).text()).toContain('data-amount="4500.00"');
    expect(await second.interrupt()).toBe(0);
  }, 220_000);

  it('reports a taken port with the fix, and starts nothing', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
    );
    onTestFinished(() => void taken.close());
    const env = {
      SANDBOX_PORT: String(await freePort()),
      PORT: String(port),
      DEMO_PORT: String(await freePort()),
      DEMO_DATA: mkdtempSync(join(tmpdir(), 'start-')),
    };
    const { child, output } = start(env);
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(output()).toContain(`port ${port} (backend) is taken. Stop the program that uses it, or set PORT=`);
    expect(await isSilent(`http://127.0.0.1:${env.SANDBOX_PORT}/`)).toBe(true);
  }, 60_000);
});

describe('the start command leaves no process running', () => {
  const fresh = async (): Promise<Record<string, string>> => ({
    SANDBOX_PORT: String(await freePort()),
    PORT: String(await freePort()),
    DEMO_PORT: String(await freePort()),
    DEMO_DATA: mkdtempSync(join(tmpdir(), 'start-')),
  });
  const silent = (env: Record<string, string>) =>
    Promise.all(
      [env['SANDBOX_PORT'], env['PORT'], env['DEMO_PORT']].map((port) => isSilent(`http://127.0.0.1:${port}/`)),
    );

  it('when its terminal is closed', async () => {
    const env = await fresh();
    const { child, prints } = start(env);
    await prints('Starting the demo');
    child.stdout!.destroy();
    child.stderr!.destroy();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGHUP');
    expect(await ended).toBe(0);
    expect(await silent(env)).toEqual([true, true, true]);
  }, 120_000);

  it('when one of its servers fails, whose last output it prints', async () => {
    const offers = join(mkdtempSync(join(tmpdir(), 'offers-')), 'offers.yaml');
    writeFileSync(offers, 'offers:\n  tshirt: { amount: free }\n');
    // Variables of the user override the demo's.
    const env = { ...(await fresh()), OFFERS_FILE: offers };
    const { child, output } = start(env);
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(output()).toContain('The backend ended unexpectedly. Its last output:');
    expect(output()).toContain(`${offers}:2:`);
    expect(await silent(env)).toEqual([true, true, true]);
  }, 120_000);
});
