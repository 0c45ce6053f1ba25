import { describe, expect, it } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { type System, startSystem } from './harness.ts';
import { keyOf } from './idempotency-key.ts';

const REQUESTS = runs(2000, 10_000);
/** Enough requests to show which addresses count as one. */
const FEWER_REQUESTS = runs(1000, 2000);
const BATCH = 100;
/** The default limits. Other tests raise them. */
const DEFAULTS = { MAX_LINKS_PER_MINUTE: '', MAX_UNPAID_LINKS_PER_ADDRESS: '', MAX_READS_PER_MINUTE: '' };
const BEHIND_PROXY = { ...DEFAULTS, LOG_LEVEL: 'silent', TRUST_PROXY: '127.0.0.1' };

/** Presses the button once, with this address in `X-Forwarded-For`. */
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
  /** The ids of the attacker's links. */
  readonly links: Set<string>;
  /** The number of responses with each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** The statuses that payers at other addresses received during the flood. */
  readonly payerStatuses: readonly number[];
}

/** Sends many presses from the attacker. After each tenth of them, a payer at another address presses once. */
async function flood(
  system: System,
  attacker: (attempt: number) => string,
  payer: (payer: number) => string,
  times = REQUESTS,
): Promise<Flood> {
  const links = new Set<string>();
  const statuses: Record<number, number> = {};
  const payers: Promise<number>[] = [];
  for (let sent = 0; sent < times; sent += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, at) => press(system, `attacker-${sent + at}`, attacker(sent + at)));
    if (sent % (times / 10) === 0) {
      const n = payers.length;
      payers.push(press(system, `payer-${n}`, payer(n)).then(({ status }) => status));
    }
    for (const { status, id } of await Promise.all(batch)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (id !== null) links.add(id);
    }
  }
  return { links, statuses, payerStatuses: await Promise.all(payers) };
}

const allCreated = Array<number>(10).fill(201);
const made = (system: System) => system.calls('POST', '/api/ext/links');

describe('one address that requests thousands of links', { timeout: 60_000 }, () => {
  it('gets 20 links if it pays none, while payers at other addresses get theirs', async () => {
    const system = await startSystem(BEHIND_PROXY);
    const { links, statuses, payerStatuses } = await flood(
      system,
      () => '197.200.1.1',
      (payer) => `197.200.2.${payer}`,
    );
    expect([links.size, statuses]).toEqual([20, { 201: 20, 429: REQUESTS - 20 }]);
    expect(payerStatuses).toEqual(allCreated);
    expect(await made(system)).toBe(30);
  });

  it('gets a quarter of the links per minute if the limits on unpaid links and reads are raised', async () => {
    const raised = { MAX_UNPAID_LINKS_PER_ADDRESS: '10000', MAX_READS_PER_MINUTE: '1000000' };
    const system = await startSystem({ ...BEHIND_PROXY, ...raised });
    const { links, statuses, payerStatuses } = await flood(
      system,
      () => '197.200.1.1',
      (payer) => `197.200.2.${payer}`,
    );
    expect([links.size, statuses]).toEqual([30, { 201: 30, 429: REQUESTS - 30 }]);
    expect(payerStatuses).toEqual(allCreated);
    expect(await made(system)).toBe(40);
  });

  it('counts as one address for its whole IPv6 /64; the next /64 counts separately', async () => {
    const system = await startSystem(BEHIND_PROXY);
    const { links, payerStatuses } = await flood(
      system,
      (attempt) => `2001:db8:0:1::${attempt.toString(16)}`,
      (payer) => `2001:db8:0:${(payer + 2).toString(16)}::1`,
      FEWER_REQUESTS,
    );
    expect(links.size).toBe(20);
    expect(payerStatuses).toEqual(allCreated);
    expect((await press(system, 'same-64', '2001:db8:0:1:ffff::1')).status).toBe(429);
    expect(await made(system)).toBe(30);
  });

  it('cannot avoid the limit with a forged X-Forwarded-For', async () => {
    const invented = (attempt: number) => `10.${attempt >> 16}.${(attempt >> 8) & 255}.${attempt & 255}`;
    const direct = await startSystem({ ...DEFAULTS, LOG_LEVEL: 'silent' });
    const { links } = await flood(direct, invented, () => '197.200.1.1', FEWER_REQUESTS);
    expect(links.size).toBeLessThanOrEqual(20);
    expect(await made(direct)).toBe(20);

    // The proxy appends the real address last. The client sent the entries before it.
    const proxied = await startSystem(BEHIND_PROXY);
    const { links: forged, payerStatuses } = await flood(
      proxied,
      (attempt) => `${invented(attempt)}, 197.200.1.1`,
      (payer) => `10.0.0.1, 197.200.2.${payer}`,
      FEWER_REQUESTS,
    );
    expect(forged.size).toBe(20);
    expect(payerStatuses).toEqual(allCreated);
    expect(await made(proxied)).toBe(30);
  });
});
