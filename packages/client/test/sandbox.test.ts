import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  type ApiError,
  type Credentials,
  ExtClient,
  type ExtClientOptions,
  type Instance,
  type LinkInput,
} from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf } from './harness.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const PUBLISHED_FORM = 'f0a10000-0000-4000-8000-000000000001';

let sandbox: SandboxProcess;
let client: ExtClient;
let instance: Instance;

const CREDENTIALS = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };

function connect(credentials: Credentials = CREDENTIALS, options: Partial<ExtClientOptions> = {}): ExtClient {
  return new ExtClient({ baseUrl: `${sandbox.url}/api/ext`, credentials, sleep: sleepWithoutPauses, ...options });
}

/** Skips the pauses between attempts. The time limits of attempts and calls still apply. */
async function sleepWithoutPauses(ms: number, signal: AbortSignal): Promise<void> {
  if (ms >= 10_000) await new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
}

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  client = connect();
  for await (const found of client.instances.listAll({ status: 'active' })) instance = found;
});
afterAll(async () => {
  await client.close();
  await sandbox.stop();
});
beforeEach(async () => await sandbox.control('reset'));

const order = (more: Partial<LinkInput> = {}): LinkInput => ({
  payment_instance_id: instance.id,
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 450_050,
  usage_mode: 'one_shot',
  metadata: { our_ref: 'r-1' },
  ...more,
});

describe('against the sandbox', () => {
  it('valid credentials have an owner, wrong ones are rejected', async () => {
    expect((await client.me()).id).toBeTruthy();
    const stranger = connect({ key: 'mtk_wrong', secret: 'mts_wrong' });
    expect(await failureOf(stranger.me())).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
    await stranger.close();
  });

  it('instances are listed, filtered and read', async () => {
    const { data, meta } = await client.instances.list();
    expect(data.map(({ status }) => status).sort()).toEqual(['active', 'suspended']);
    expect(meta).toMatchObject({ current_page: 1, last_page: 1, total: 2 });
    expect(await client.instances.get(instance.id)).toMatchObject({
      acceptance_status: 'ready',
      title: instance.title,
    });
    expect(await failureOf(client.instances.get('../me'))).toMatchObject({ status: 404 });
  });

  it.each(['jpeg', 'png', 'gif', 'webp'] as const)('an instance’s logo may be %s', async (kind) => {
    const { logo } = await client.instances.update(instance.id, { logo: fileBytes(kind, 300) });
    const served = await fetch(logo!);
    expect(served.headers.get('content-type')).toBe(`image/${kind}`);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(fileBytes(kind, 300));
  });

  it('a link changes from draft to paid', async () => {
    const { id, status, amount } = await client.links.create(order());
    expect([status, amount]).toEqual(['draft', 450_050]);
    expect((await client.links.publish(id)).status).toBe('active');
    expect((await client.links.pause(id)).status).toBe('paused');
    expect((await client.links.resume(id)).status).toBe('active');
    await sandbox.control(`links/${id}/pay`);
    expect(await client.links.get(id)).toMatchObject({ status: 'exhausted', paid_count: 1, total_collected: 450_050 });
    expect(await failureOf(client.links.update(id, { amount: 100 }))).toMatchObject({ name: 'InvalidInputError' });
    expect(await client.links.update(id, { title: 'Paid' })).toMatchObject({ title: 'Paid' });
  });

  it('every usage mode is sent and read', async () => {
    const soon = (ms: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 + ms);
    const fixed = { amount_mode: 'fixed', amount: 450_050 } as const;
    const open = { amount_mode: 'open', min_amount: 20_000, max_amount: 5_000_001 } as const;
    const modes = [
      { ...open, usage_mode: 'reusable' },
      { ...fixed, usage_mode: 'limited', max_uses: 3 },
      { ...open, usage_mode: 'capped_amount', target_amount: 10_000_050 },
      { ...fixed, usage_mode: 'time_window', starts_at: soon(0), ends_at: soon(86_400_000) },
      { ...fixed, usage_mode: 'whitelist', allowed_payers: ['amel@example.dz', '+213555123456'] },
    ] as const;
    for (const mode of modes) {
      const { id } = await client.links.create({ ...order(), amount: undefined, ...mode });
      expect(await client.links.get(id)).toMatchObject(mode);
      expect(await client.links.archive(id)).toMatchObject({ status: 'archived' });
    }
  });

  it('a link has a form until form_id is set to empty', async () => {
    const anonymous = await client.links.create(order({ form_id: '' }));
    expect(await client.links.get(anonymous.id)).toMatchObject({ form_id: null });
    const { id } = await client.links.create(order({ form_id: PUBLISHED_FORM }));
    expect(await client.links.get(id)).toMatchObject({ form_id: PUBLISHED_FORM });
    expect(await client.links.update(id, { form_id: '' })).toMatchObject({ form_id: null });
  });

  it('a whitelist is sent and read in both formats', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ allowed_payers_shape: 'object' });
    await fetch(`${sandbox.url}/_sandbox/settings`, { method: 'PUT', headers, body });
    const allowed_payers = ['amel@example.dz', '+213555123456'];
    const invoice = order({ usage_mode: 'whitelist', allowed_payers });
    const refused = (await failureOf(client.links.create(invoice))) as ApiError;
    expect([refused.status, Object.keys(refused.fields)]).toEqual([422, ['allowed_payers']]);
    const writer = connect(undefined, { allowedPayersShape: 'object' });
    const { id } = await writer.links.create(invoice);
    expect((await client.links.get(id)).allowed_payers).toEqual(allowed_payers);
    const changed = await writer.links.update(id, { allowed_payers: ['0555 12 34 56'] });
    expect(changed.allowed_payers).toEqual(['+213555123456']);
    await writer.close();
  });

  it('a list of many pages is read completely', async () => {
    const titles = Array.from({ length: 7 }, (_, n) => `Order ${n}`);
    for (const title of titles) await client.links.create(order({ title }));
    const found = [];
    for await (const { title } of client.links.listAll({ status: 'draft', per_page: 3 })) found.push(title);
    expect(found.sort()).toEqual(titles);
  });

  it('a create whose response is lost has an unknown outcome, and its draft can be found', async () => {
    await sandbox.control('faults', { match: { method: 'POST' }, fault: { type: 'reset_after' }, times: 1 });
    const error = await failureOf(client.links.create(order()));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    const { data } = await client.links.list({ status: 'draft', search: 'Order #10428' });
    expect(data).toHaveLength(1);
    expect((await client.links.get(data[0]!.id)).metadata).toEqual({ our_ref: 'r-1' });
  });

  describe('a change of an identification', () => {
    /** Returns the method and status of each write since the sandbox was reset. */
    const writes = async () => {
      const response = await fetch(`${sandbox.url}/_sandbox/requests`);
      const { requests } = (await response.json()) as { requests: { method: string; status: number | null }[] };
      return requests.filter(({ method }) => method !== 'GET').map(({ method, status }) => `${method} ${status}`);
    };
    /** Uses a new client, because a client remembers that the POST worked. */
    const rename = async (name: string) => {
      const { data } = await client.identifications.list();
      const fresh = connect();
      try {
        return await fresh.identifications.update(data[0]!.id, { name });
      } finally {
        await fresh.close();
      }
    };

    it.each([400, 422])('that is rejected with %d is sent again as a POST', async (status) => {
      await sandbox.control('faults', { match: { method: 'PUT' }, fault: { type: 'status', status }, times: 1 });
      expect(await rename('Autre nom')).toMatchObject({ name: 'Autre nom' });
      expect(await writes()).toEqual([`PUT ${status}`, 'POST 200']);
    });

    it.each([
      ['reset_before', 'PUT null'],
      ['reset_after', 'PUT null'],
      ['status', 'PUT 503'],
    ])('is not repeated after an unknown outcome: %s', async (type, write) => {
      await sandbox.control('faults', { match: { method: 'PUT' }, fault: { type }, times: 1 });
      expect(await failureOf(rename('Autre nom'))).toMatchObject({ outcome: 'unknown' });
      expect(await writes()).toEqual([write]);
    });
  });

  it('a rejection by the sandbox has errors by field', async () => {
    const error = await failureOf(client.links.create(order({ payment_instance_id: 'unknown' })));
    expect(error).toMatchObject({
      status: 422,
      outcome: 'rejected',
      fields: { payment_instance_id: [expect.any(String)] },
    });
  });
});
