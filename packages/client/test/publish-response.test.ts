import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { ExtClient, type ExtClientOptions, type LinkInput } from '../src/index.ts';
import { type RecordingProxy, startRecordingProxy } from './endpoints/recording-proxy.ts';
import { failureOf } from './harness.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

/** The `data` of a response after parsing and serializing. */
type Fields = Record<string, unknown>;

const ORDER: LinkInput = {
  payment_instance_id: '1a570000-0000-4000-8000-000000000001',
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 450_050,
  usage_mode: 'one_shot',
};

let sandbox: SandboxProcess;
let proxy: RecordingProxy;
/** Replaces the body of the sandbox's response to a publication, which the sandbox has carried out. */
let changeBody: ((link: Fields) => string) | undefined;
const clients: ExtClient[] = [];

function connect(options: Partial<ExtClientOptions> = {}): ExtClient {
  const credentials = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };
  const client = new ExtClient({ baseUrl: `${proxy.url}/api/ext`, credentials, ...options });
  clients.push(client);
  return client;
}

/** Returns the requests since the last call, with `{id}` for the link's id. */
const requests = (id: string): string[] =>
  proxy.take().map(({ method, url }) => `${method} ${url.replace(id, '{id}')}`);
const PUBLISH = 'POST /api/ext/links/{id}/publish';
const READ = 'GET /api/ext/links/{id}';

async function draft(): Promise<{ client: ExtClient; id: string }> {
  const client = connect({ acceptPublishResponse: true });
  const { id } = await client.links.create(ORDER);
  proxy.take();
  return { client, id };
}

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  proxy = await startRecordingProxy(sandbox.url, ({ url }, body) =>
    url.endsWith('/publish') ? changeBody?.((JSON.parse(body.toString()) as { data: Fields }).data) : undefined,
  );
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await proxy.close();
  await sandbox.stop();
});
beforeEach(async () => {
  changeBody = undefined;
  await sandbox.control('reset');
});

describe('a client that accepts the response to a publication', () => {
  it('accepts a complete, active link with the same id, without a read', async () => {
    const { client, id } = await draft();
    const published = await client.links.publish(id);
    expect(requests(id)).toEqual([PUBLISH]);
    expect(published).toEqual({ ...(await client.links.get(id)), unconfirmed: true });
    expect(published).toMatchObject({ id, status: 'active', amount: 450_050, paid_count: 0, total_collected: 0 });
  });

  it.each<[string, (link: Fields) => string]>([
    ['a message', () => JSON.stringify({ message: 'Payment link published.' })],
    ['a part of the link', ({ id, status }) => JSON.stringify({ data: { id, status } })],
    ['a link without paid_count', (link) => JSON.stringify({ data: { ...link, paid_count: undefined } })],
    ['a link without envelope', (link) => JSON.stringify(link)],
    ['a link with an invalid amount', (link) => JSON.stringify({ data: { ...link, amount: 'free' } })],
    ['another link', (link) => JSON.stringify({ data: { ...link, id: 'another' } })],
    ['a draft', (link) => JSON.stringify({ data: { ...link, status: 'draft' } })],
    ['an exhausted link', (link) => JSON.stringify({ data: { ...link, status: 'exhausted' } })],
    ['an unknown status', (link) => JSON.stringify({ data: { ...link, status: 'under_review' } })],
    ['nothing', () => ''],
    ['text', () => 'OK'],
    ['half of the JSON', (link) => JSON.stringify({ data: link }).slice(0, 200)],
  ])('reads the link after %s', async (_what, body) => {
    const { client, id } = await draft();
    changeBody = body;
    const published = await client.links.publish(id);
    expect(requests(id)).toEqual([PUBLISH, READ]);
    expect(published).toEqual(await client.links.get(id));
    expect(published.status).toBe('active');
  });

  it('reads the link after a response that the sandbox truncates', async () => {
    const { client, id } = await draft();
    await sandbox.control('faults', { match: { path_regex: '/publish$' }, fault: { type: 'malformed' }, times: 1 });
    expect(await client.links.publish(id)).toEqual(await client.links.get(id));
    expect(requests(id)).toEqual([PUBLISH, READ, READ]);
  });

  it.each([
    ['reset_before', 'unknown'],
    ['reset_after', 'unknown'],
    ['truncated', 'unknown'],
    ['status', 'unknown'],
  ])('reports %s as usual, without a read: the outcome is %s', async (type, outcome) => {
    const { client, id } = await draft();
    await sandbox.control('faults', { match: { path_regex: '/publish$' }, fault: { type }, times: 1 });
    expect(await failureOf(client.links.publish(id))).toMatchObject({ outcome });
    expect(requests(id)).toEqual([PUBLISH]);
  });

  it('reports a rejection as usual', async () => {
    const { client, id } = await draft();
    await client.links.publish(id);
    expect(await failureOf(client.links.publish(id))).toMatchObject({ status: 409, outcome: 'rejected' });
    expect(requests(id)).toEqual([PUBLISH, PUBLISH]);
  });

  it('reads the link back after every other action', async () => {
    const { client, id } = await draft();
    await client.links.publish(id);
    proxy.take();
    for (const action of ['pause', 'resume', 'archive'] as const) {
      await client.links[action](id);
      expect(requests(id)).toEqual([`POST /api/ext/links/{id}/${action}`, READ]);
    }
  });
});

it('a client reads the link after a publication unless the option is set', async () => {
  const client = connect();
  const { id } = await client.links.create(ORDER);
  proxy.take();
  expect(await client.links.publish(id)).toEqual(await client.links.get(id));
  expect(requests(id)).toEqual([PUBLISH, READ, READ]);
});
