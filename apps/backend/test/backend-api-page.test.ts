import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';

import { CreateLinkRequest, IdempotencyKey, type LinkView, Problem } from '@mytpe-pay/contract';
import { describe, expect, it, onTestFinished } from 'vitest';

import { codeBlocks, namedBlock, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { fullDocument } from '../scripts/openapi.ts';
import { slugOf, startSystem } from './harness.ts';
import { OFFER_TOKEN_KEYS } from './signing.ts';

const PAGE = sitePage('develop/backend-api');

/** Runs the module of the page with a last line, which can use its functions. @returns what it prints. */
async function run(name: string, lastLine: string, url: string): Promise<string> {
  const code = `${namedBlock(PAGE, `title="${name}"`)}\n${lastLine}`;
  const args = ['--experimental-eventsource', '--no-warnings', '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, PUBLIC_URL: url } });
  return stdout.trim();
}

/** A server that loses the first response, then asks for a proof of work, then creates the link. */
async function startFailingBackend(): Promise<{ url: string; requests: { key: unknown; body: unknown }[] }> {
  const requests: { key: unknown; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ key: request.headers['idempotency-key'], body: JSON.parse(body) });
      if (requests.length === 1) request.socket.destroy();
      else if (requests.length === 2)
        response.writeHead(429, { 'retry-after': '30' }).end('{"code":"challenge_required","retryable":true}');
      else response.writeHead(201).end('{"id":"lnk_1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

describe('the page about calls to the backend', () => {
  it('creates a link, reports a failure, and waits for the payment', async () => {
    const { url, control } = await startSystem();
    const print = `console.log(JSON.stringify(await createLink({ offer: 'tshirt', reference: 'A-1' })));`;
    const link = JSON.parse(await run('create-link.js', print, url)) as LinkView;
    expect(link).toMatchObject({ offer: 'tshirt', amount: '4500.00', reference: 'A-1', payable: true });
    const fail = `await createLink({ offer: 'nothing' }).catch(({ message, cause }) => console.log(cause.code, message));`;
    expect(await run('create-link.js', fail, url)).toBe(
      'offer_not_found This offer does not exist, or no longer does.',
    );
    const receipt = run('watch.js', `console.log(await whenPaid('${url}/v1/links/${link.id}'));`, url);
    await control('POST', `/links/${slugOf(link)}/pay`, {});
    expect(await receipt).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('repeats a request with the same key', async () => {
    const { url, requests } = await startFailingBackend();
    const print = `console.log((await createLink({ offer: 'tshirt' })).id);`;
    expect(await run('create-link.js', print, url)).toBe('lnk_1');
    expect(requests.map(({ body }) => body)).toEqual([
      { offer: 'tshirt' },
      { offer: 'tshirt' },
      { offer: 'tshirt', solution: null },
    ]);
    for (const { body } of requests) expect(CreateLinkRequest.safeParse(body).success).toBe(true);
    expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
  });

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)('has commands that run', async () => {
    const { url } = await startSystem();
    const [commands] = codeBlocks(sectionOf(PAGE, '## Create a link'));
    // The system runs in this process.
    const { stdout } = await promisify(execFile)('sh', [
      '-ec',
      commands!.code.replaceAll('https://pay.shop.example', url),
    ]);
    expect(stdout).toContain('"id":"tshirt"');
    expect(stdout).toContain('"reference":"A-1"');
  });

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)(
    'and its neighbours have admin commands that run',
    async () => {
      const env = { ADMIN_TOKEN: 'an-operators-token-of-32-characters!' };
      const { url } = await startSystem({ ...env, OFFER_TOKEN_KEYS });
      const admin = [
        codeBlocks(sectionOf(sitePage('develop/signed-offers'), '## Sign an offer without code'))[0]!,
        codeBlocks(sectionOf(sitePage('develop/webhooks'), '## Replay'))[0]!,
      ];
      const commands = admin.map((block) => block.code.replaceAll('https://pay.shop.example', url)).join('echo\n');
      const { stdout } = await promisify(execFile)('sh', ['-ec', commands], { env: { ...process.env, ...env } });
      const [signed, rest = ''] = stdout.split('\n');
      expect(JSON.parse(signed!)).toMatchObject({ jti: 'invoice-77', token: expect.stringMatching(/^eyJ/) as string });
      // The system has sent no webhooks, so the second response is 404.
      expect(rest).toContain('{"items":[],"next":null}');
      expect(rest).toContain('"status":404');
    },
  );

  it('generates idempotency keys that the backend accepts', () => {
    const [, generator] = /^\| JavaScript \| `([^`]+)` \|$/m.exec(PAGE)!;
    expect(IdempotencyKey.safeParse(runInNewContext(generator!, { crypto }))).toMatchObject({ success: true });
    const [, php] = /^\| PHP \| `([^`]+)` \|$/m.exec(PAGE)!;
    if (spawnSync('php', ['--version']).status !== 0) return;
    const key = execFileSync('php', ['-r', `echo ${php!};`], { encoding: 'utf8' });
    expect(IdempotencyKey.safeParse(key)).toMatchObject({ success: true });
  });

  it('shows an error as the backend sends it, with the meaning of each field', async () => {
    const { post } = await startSystem();
    const { body } = await post({ offer: 'donation', amount: '100.00' }, 'key-1', { 'accept-language': 'en' });
    const shown = Problem.strict().parse(JSON.parse(namedBlock(PAGE, 'problem')));
    const text = (detail: string): string => detail.replaceAll('\u00A0', ' ').replaceAll(/[\u2066-\u2069]/g, '');
    expect({ ...shown, request_id: '' }).toEqual({ ...body, detail: text(String(body['detail'])), request_id: '' });
    const fields = [...sectionOf(PAGE, '## Errors').matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field!);
    const common = ['type', 'title', 'status'];
    expect([...fields, ...common].toSorted()).toEqual(Object.keys(Problem.shape).toSorted());
  });

  it('names only routes that exist', async () => {
    const { paths } = await fullDocument();
    const named = [...PAGE.matchAll(/`(?:GET|POST) (\/[^`?]+)`/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !paths[path])).toEqual([]);
  });
});
