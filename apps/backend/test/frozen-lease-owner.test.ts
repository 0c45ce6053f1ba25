import { expect, it } from 'vitest';

import type { LinkRow } from '../src/domain/link.ts';
import type { Gateway } from '../src/mytpe/gateway.ts';
import { MINUTE, type BackendParts, createBackendParts } from './backend-parts.ts';

/** Stops its first caller until `release`, as if that process were frozen. */
function checkpoint() {
  let release = (): void => {};
  const open = new Promise<void>((resolve) => (release = resolve));
  let arrived = (): void => {};
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  let isFirst = true;
  const pass = async (): Promise<void> => {
    if (!isFirst) return;
    isFirst = false;
    arrived();
    await open;
  };
  return { pass, reached, release };
}

/** Returns the only unfinished row. */
async function onlyRow({ repository, gateway, clock }: BackendParts): Promise<LinkRow> {
  const [row] = await repository.unfinished(gateway.baseUrl, clock.now() + 10 * MINUTE, 10);
  return row!;
}

/** Wraps a gateway so that `pass` runs before or after each call of one method. */
function stopping<Name extends 'create' | 'publish' | 'findDrafts' | 'get'>(
  gateway: Gateway,
  name: Name,
  when: 'before' | 'after',
  pass: () => Promise<void>,
): Gateway {
  const call = gateway[name] as (...given: unknown[]) => Promise<unknown>;
  const stopped = async (...given: unknown[]): Promise<unknown> => {
    if (when === 'before') await pass();
    const result = await call(...given);
    if (when === 'after') await pass();
    return result;
  };
  return { ...gateway, [name]: stopped };
}

it('an owner frozen before its publish: the link that another process published stays payable', async () => {
  const publishing = checkpoint();
  const first = await createBackendParts({
    changed: (gateway) => stopping(gateway, 'publish', 'before', publishing.pass),
  });
  const other = await createBackendParts({ replicaOf: first });
  const frozen = first.issue('tshirt');
  await publishing.reached;
  first.pass(2 * MINUTE);
  const taken = await other.issuer.resume(await onlyRow(first));
  expect(taken.status).toBe('active');
  publishing.release();
  expect((await frozen).url).toBe(taken.url);
  expect((await first.gateway.get(taken.upstreamId!))?.status).toBe('active');
  expect((await first.repository.link(taken.id))?.status).toBe('active');
});

it('an owner frozen after its create: it leaves its draft to the process that found it', async () => {
  const created = checkpoint();
  const found = checkpoint();
  const first = await createBackendParts({ changed: (gateway) => stopping(gateway, 'create', 'after', created.pass) });
  const other = await createBackendParts({
    replicaOf: first,
    changed: (gateway) => stopping(gateway, 'findDrafts', 'after', found.pass),
  });
  const issued = first.issue('tshirt');
  await created.reached;
  first.pass(2 * MINUTE);
  const taking = other.issuer.resume(await onlyRow(first));
  await found.reached;
  created.release();
  // Wait until the first owner has checked the lease again.
  await new Promise((resolve) => setTimeout(resolve, 50));
  found.release();
  const taken = await taking;
  expect(taken.status).toBe('active');
  expect((await first.gateway.get(taken.upstreamId!))?.status).toBe('active');
  expect((await issued).url).toBe(taken.url);
});

it('a snapshot older than the stored snapshot does not reopen the link', async () => {
  const responded = checkpoint();
  let isReading = false;
  const first = await createBackendParts({
    changed: (gateway) => stopping(gateway, 'get', 'after', async () => void (isReading && (await responded.pass()))),
  });
  const row = await first.issue('tshirt');
  isReading = true;
  const late = first.poller.read(row);
  await responded.reached;
  await first.pay(row);
  first.pass(1000);
  expect((await first.poller.read(row)).status).toBe('exhausted');
  first.pass(1000);
  responded.release();
  await late;
  expect((await first.repository.link(row.id))?.status).toBe('exhausted');
});
