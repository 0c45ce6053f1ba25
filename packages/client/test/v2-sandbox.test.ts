import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { InvalidInputError, V2Client, type V2LinkInput } from '../src/index.ts';
import { fileBytes } from './file-samples.ts';
import { failureOf } from './harness.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

let sandbox: SandboxProcess;
let client: V2Client;
let mytpe_pay_id: string;

/** Skips the pauses between attempts. The time limits of attempts and calls still apply. */
async function sleepWithoutPauses(ms: number, signal: AbortSignal): Promise<void> {
  if (ms >= 10_000) await new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
}

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  const credentials = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };
  const baseUrl = `${sandbox.url}/api/v2/mytpe-pay`;
  client = new V2Client({ baseUrl, credentials, sleep: sleepWithoutPauses, allowInsecureWebhooks: true });
  for await (const { id } of client.instances.listAllActive()) mytpe_pay_id = id;
});
afterAll(async () => {
  await client.close();
  await sandbox.stop();
});
beforeEach(async () => await sandbox.control('reset'));

const offer = (more: Partial<V2LinkInput> = {}): V2LinkInput => ({
  mytpe_pay_id,
  title: 'Offre limitée – قميص',
  pricing: 'FIXED',
  amount: 450_050,
  payment_mode: 'limited',
  max_payments: 2,
  metadata: { our_ref: 'r-1' },
  ...more,
});
const pay = (id: string, more: object = {}) => sandbox.control(`links/${id}/pay`, more);

describe('v2 against the sandbox', () => {
  it('instances are listed, updated and counted', async () => {
    const all = await client.instances.list();
    const active = await client.instances.listActive();
    expect(active.data.map(({ status }) => status)).toEqual(active.data.map(() => 'active'));
    expect(all.meta.total).toBeGreaterThanOrEqual(active.meta.total);
    const changes = { name: 'متجر', default_inactivity_timeout_minutes: 60 };
    expect(await client.instances.update(mytpe_pay_id, changes)).toMatchObject({ id: mytpe_pay_id, name: 'متجر' });
    const { id } = await client.links.create(offer());
    expect(await client.links.get(id)).toMatchObject({
      effective_inactivity_timeout_minutes: 60,
      inactivity_timeout_source: 'instance',
    });
    expect(await client.instances.stats()).toMatchObject({ transaction_count: 0, total_amount: 0 });
  });

  it('a limited link is created, paid, closed and reopened', async () => {
    const logo = fileBytes('png', 300_000);
    const made = await client.links.create(offer({ settings: { show_retry_button: false }, logo }));
    expect(made).toMatchObject({ pricing: 'FIXED', amount: 450_050, status: 'active', max_payments: 2 });
    expect(made.slug).toMatch(/^offre-limitee-[a-z\d]{6}$/);
    const stored = Buffer.from(await (await fetch(made.logo!)).arrayBuffer());
    expect(stored.equals(logo)).toBe(true);
    expect(await client.links.update(made.id, { title: 'Renamed', amount: 100 })).toMatchObject({ amount: 100 });
    await pay(made.id);
    await pay(made.id);
    const closed = await client.links.get(made.id);
    expect(closed).toMatchObject({ status: 'closed', successful_payments_count: 2, collected_amount: 200 });
    expect(await failureOf(client.links.update(made.id, { title: 'Too late' }))).toBeInstanceOf(InvalidInputError);
    expect(await failureOf(client.links.setActive(made.id, false))).toBeInstanceOf(InvalidInputError);
    expect(await client.links.update(made.id, { max_payments: 3 })).toMatchObject({
      status: 'active',
      remaining_payments: 1,
    });
    expect(await failureOf(client.links.delete(made.id))).toMatchObject({ name: 'InvalidInputError' });
    expect(await client.instances.stats()).toMatchObject({ transaction_count: 2, total_amount: 200 });
  });

  it('an open link accepts the payer’s amount', async () => {
    const { pricing, payment_mode, metadata } = offer({ pricing: 'OPEN', payment_mode: 'reusable' });
    const input: V2LinkInput = { mytpe_pay_id, title: 'Don', pricing, payment_mode, metadata };
    const made = await client.links.create(input);
    expect(made).toMatchObject({ pricing: 'OPEN', payment_mode: 'reusable' });
    expect(made.amount ?? null).toBeNull();
    await pay(made.id, { amount: '750.50' });
    expect(await client.links.get(made.id)).toMatchObject({ collected_amount: 75_050, status: 'active' });
  });

  it('a one_shot link never changes, but can be deactivated and deleted', async () => {
    const { max_payments: _max, ...once } = offer({ payment_mode: 'one_shot', inactivity_timeout_minutes: 30 });
    const made = await client.links.create(once);
    expect(made).toMatchObject({ payment_status: 'awaiting_payment' });
    expect(await failureOf(client.links.update(made.id, { title: 'New' }))).toBeInstanceOf(InvalidInputError);
    const wishes = [false, false, true, false];
    const found = await Promise.all(wishes.map((active) => client.links.setActive(made.id, active)));
    expect(found.map(({ status }) => status)).toEqual(['inactive', 'inactive', 'active', 'inactive']);
    await client.links.delete(made.id);
    await client.links.delete(made.id);
    expect(await failureOf(client.links.get(made.id))).toMatchObject({ status: 404 });
  });

  it('a link with a taken slug is found; a generated slug is replaced', async () => {
    const first = await client.links.create(offer({ slug: 'limited-offer' }));
    const taken = await failureOf(client.links.create(offer({ slug: 'limited-offer' })));
    expect(taken).toMatchObject({ status: 422, fields: { slug: [expect.stringContaining('taken')] } });
    expect(await client.links.findBySlug(mytpe_pay_id, 'limited-offer')).toMatchObject({ id: first.id });
    expect(await client.links.findBySlug(mytpe_pay_id, 'unknown-slug')).toBeUndefined();
  });

  it('transactions are listed, checked and exported', async () => {
    const { id } = await client.links.create(offer({ max_payments: 40 }));
    for (let number = 0; number < 17; number += 1) await pay(id);
    const numbers: unknown[] = [];
    for await (const one of client.transactions.listAll(id, { per_page: 5, status: 'completed' })) {
      expect(one).toMatchObject({ amount: 450_050, status: 'completed', transactionable_id: id });
      numbers.push(one.order_number);
    }
    expect(new Set(numbers).size).toBe(17);
    const recent = await client.transactions.listRecent({ per_page: 3 });
    expect(recent.data.map(({ order_number }) => order_number)).toEqual(numbers.slice(0, 3));
    expect(recent.meta).toEqual({ current_page: 1, per_page: 3, total: 17, last_page: 6 });
    const checked = await client.transactions.check(String(numbers[0]));
    expect(checked.transaction).toMatchObject({ order_number: numbers[0], amount: 450_050 });
    expect(await failureOf(client.transactions.check('0'))).toMatchObject({ status: 404, outcome: 'rejected' });
    const lines = (await client.transactions.exportCsv(id, { status: 'completed' })).trim().split('\r\n');
    expect(lines).toHaveLength(18);
    expect(await failureOf(client.transactions.exportCsv('unknown'))).toMatchObject({ status: 404 });
  });

  it('the webhook shows its secret once', async () => {
    expect(await client.webhook.get(mytpe_pay_id)).toMatchObject({ webhook_url: null, has_secret: false });
    const url = 'http://127.0.0.1:9/hook';
    const { webhook_secret } = await client.webhook.set(mytpe_pay_id, url);
    expect(webhook_secret).toMatch(/^whsec_[\da-f]{48}$/);
    expect(await client.webhook.get(mytpe_pay_id)).toMatchObject({ webhook_url: url, has_secret: true });
    expect((await client.webhook.set(mytpe_pay_id, url)).webhook_secret).not.toBe(webhook_secret);
    expect((await client.webhook.regenerateSecret(mytpe_pay_id)).webhook_secret).not.toBe(webhook_secret);
  });

  it('a rejection by MyTPE has errors by field', async () => {
    const error = await failureOf(client.links.create(offer({ mytpe_pay_id: 'unknown' })));
    expect(error).toMatchObject({ status: 422, outcome: 'rejected', fields: { mytpe_pay_id: [expect.any(String)] } });
    expect(await failureOf(client.links.list('unknown'))).toMatchObject({ status: 404 });
  });
});

describe('v2 with faults', () => {
  const fault = (path_regex: string, type: string) =>
    sandbox.control('faults', { match: { api: 'v2', path_regex }, fault: { type }, times: 1 });

  it.each(['reset_before', 'reset_after', 'truncated', 'malformed'])(
    'one link is created although the response is lost (%s)',
    async (type) => {
      await fault('links/store', type);
      const slugsSent: string[] = [];
      const onSlug = (slug: string) => void slugsSent.push(slug);
      const error = await failureOf(client.links.create(offer(), { onSlug }));
      expect(error.outcome).toBe('unknown');
      const [slug] = slugsSent;
      const found = await client.links.findBySlug(mytpe_pay_id, slug!);
      const link = found ?? (await client.links.create(offer({ slug: slug! })));
      expect(link).toMatchObject({ slug, amount: 450_050, status: 'active' });
      expect((await client.links.list(mytpe_pay_id)).meta.total).toBe(1);
    },
  );

  it.each(['reset_after', 'truncated', 'malformed'])(
    'setActive succeeds if the link was toggled (%s)',
    async (type) => {
      const { id } = await client.links.create(offer());
      await fault('toggle-status', type);
      expect(await client.links.setActive(id, false)).toMatchObject({ status: 'inactive' });
    },
  );

  it('setActive rejects if the link was not toggled, and can be repeated', async () => {
    const { id } = await client.links.create(offer());
    await fault('toggle-status', 'reset_before');
    expect(await failureOf(client.links.setActive(id, false))).toMatchObject({ outcome: 'unknown' });
    expect(await client.links.setActive(id, false)).toMatchObject({ status: 'inactive' });
  });
});
