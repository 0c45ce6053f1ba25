import { describe, expect, it } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { type System, startSystem } from './harness.ts';
import { keyOf } from './idempotency-key.ts';

const ASKED = runs(2000, 10_000);
/** Enough to tell who counts as one address. */
const FEWER = runs(1000, 2000);
const AT_ONCE = 100;
/** Limits as they stand, not as other tests raise them. */
const STANDING = { MAX_LINKS_PER_MINUTE: '', MAX_UNPAID_LINKS_PER_ADDRESS: '', MAX_READS_PER_MINUTE: '' };
const BEHIND_PROXY = { ...STANDING, LOG_LEVEL: 'silent', TRUST_PROXY: '127.0.0.1' };

/** Presses the button once, as an address that the proxy (or the sender) names. */
async function press({ url }: System, key: string, address: string): Promise<{ status: number; id: string | null }> {
  const response = await fetch(`${url}/v1/links`, {
    method: 'POST',
    body: '{"offer":"tshirt"}',
    headers: { 'content-type': 'application/json', 'idempotency-key': keyOf(key), 'x-forwarded-for': address },
  });
  const { id = null } = (await response.json()) as { id?: string };
  return { status: response.status, id };
}

interface Flood {
  /** Links that the greedy one got. */
  readonly got: Set<string>;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** What payers from elsewhere were answered while it went on. */
  readonly others: readonly number[];
}

/** Asks for many links; with each tenth of it a payer from elsewhere presses once. */
async function flood(
  system: System,
  greedy: (attempt: number) => string,
  other: (payer: number) => string,
  times = ASKED,
): Promise<Flood> {
  const got = new Set<string>();
  const statuses: Record<number, number> = {};
  const others: Promise<number>[] = [];
  for (let asked = 0; asked < times; asked += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, at) => press(system, `greedy-${asked + at}`, greedy(asked + at)));
    if (asked % (times / 10) === 0) {
      const payer = others.length;
      others.push(press(system, `other-${payer}`, other(payer)).then(({ status }) => status));
    }
    for (const { status, id } of await Promise.all(batch)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (id !== null) got.add(id);
    }
  }
  return { got, statuses, others: await Promise.all(others) };
}

const everybody = Array<number>(10).fill(201);
const made = (system: System) => system.calls('POST', '/api/ext/links');

describe('one address that asks for thousands of links', { timeout: 60_000 }, () => {
  it('gets 20 links while it has paid none, and payers from elsewhere are served meanwhile', async () => {
    const system = await startSystem(BEHIND_PROXY);
    const { got, statuses, others } = await flood(
      system,
      () => '197.200.1.1',
      (payer) => `197.200.2.${payer}`,
    );
    expect([got.size, statuses]).toEqual([20, { 201: 20, 429: ASKED - 20 }]);
    expect(others).toEqual(everybody);
    expect(await made(system)).toBe(30);
  });

  it('gets a quarter of a minute’s links where unpaid ones are not the bound, and where its reads are not', async () => {
    const raised = { MAX_UNPAID_LINKS_PER_ADDRESS: '10000', MAX_READS_PER_MINUTE: '1000000' };
    const system = await startSystem({ ...BEHIND_PROXY, ...raised });
    const { got, statuses, others } = await flood(
      system,
      () => '197.200.1.1',
      (payer) => `197.200.2.${payer}`,
    );
    expect([got.size, statuses]).toEqual([30, { 201: 30, 429: ASKED - 30 }]);
    expect(others).toEqual(everybody);
    expect(await made(system)).toBe(40);
  });

  it('is one address, whichever of its /64 it asks from; the next /64 is somebody else', async () => {
    const system = await startSystem(BEHIND_PROXY);
    const { got, others } = await flood(
      system,
      (attempt) => `2001:db8:0:1::${attempt.toString(16)}`,
      (payer) => `2001:db8:0:${(payer + 2).toString(16)}::1`,
      FEWER,
    );
    expect(got.size).toBe(20);
    expect(others).toEqual(everybody);
    expect((await press(system, 'neighbour', '2001:db8:0:1:ffff::1')).status).toBe(429);
    expect(await made(system)).toBe(30);
  });

  it('cannot pass for others by what it writes itself', async () => {
    const invented = (attempt: number) => `10.${attempt >> 16}.${(attempt >> 8) & 255}.${attempt & 255}`;
    const direct = await startSystem({ ...STANDING, LOG_LEVEL: 'silent' });
    const { got } = await flood(direct, invented, () => '197.200.1.1', FEWER);
    expect(got.size).toBeLessThanOrEqual(20);
    expect(await made(direct)).toBe(20);

    // The proxy writes down, last, who it really was; what came before was sent.
    const behind = await startSystem(BEHIND_PROXY);
    const { got: pretended, others } = await flood(
      behind,
      (attempt) => `${invented(attempt)}, 197.200.1.1`,
      (payer) => `10.0.0.1, 197.200.2.${payer}`,
      FEWER,
    );
    expect(pretended.size).toBe(20);
    expect(others).toEqual(everybody);
    expect(await made(behind)).toBe(30);
  });
});
