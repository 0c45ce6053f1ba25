import { createHash } from 'node:crypto';

import { openPostgres } from '../../src/repository/postgres.ts';
import { openSqlite } from '../../src/repository/sqlite.ts';
import { createRepository } from '../../src/repository/repository.ts';
import type { ForwardedDelivery } from './balancer.ts';
import type { Paid } from './payments.ts';

export interface Verdict {
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Compares the backend's store with the payments at MyTPE and the deliveries that passed the balancer. */
export async function judge(
  storeUrl: string,
  paid: readonly Paid[],
  deliveries: readonly ForwardedDelivery[],
): Promise<Verdict> {
  const isPostgres = storeUrl.startsWith('postgres');
  const store = isPostgres
    ? createRepository(await openPostgres(storeUrl))
    : createRepository(openSqlite(storeUrl.slice('sqlite:'.length)));
  const violations: string[] = [];
  for (const { id } of paid) {
    const row = await store.link(id);
    if (row?.paidCount !== 1 || row.paidSeenAt === null || row.totalCollected !== 150_000)
      violations.push(`${id} was paid once at MyTPE; in the store it is ${row?.status}, paid ${row?.paidCount} times`);
  }
  const accepted = deliveries.filter(({ status }) => status === 200);
  for (const { headers } of accepted.filter(({ isSigned }) => !isSigned))
    violations.push(`a forged delivery was accepted: ${JSON.stringify(headers)}`);
  for (const { headers } of deliveries.filter(({ isSigned, status }) => isSigned && status === 403))
    violations.push(`a valid delivery of MyTPE was refused: ${JSON.stringify(headers)}`);
  const ids = new Set(accepted.map(({ body }) => deliveryId(body)));
  for (const id of ids) {
    const stored = await store.delivery(id);
    if (!stored) violations.push(`delivery ${id} got 200 and is not stored`);
    else if (stored.note === null) violations.push(`delivery ${id} got 200 and was never processed`);
  }
  await store.close();
  return {
    violations,
    counts: {
      'links paid at MyTPE': paid.length,
      'deliveries that arrived': deliveries.length,
      '… got 200': accepted.length,
      '… distinct, stored and processed': ids.size,
      '… refused with 403': deliveries.filter(({ status }) => status === 403).length,
      '… forged or stale': deliveries.filter(({ isSigned }) => !isSigned).length,
      '… lost, no replica responded': deliveries.filter(({ status }) => status === null || status >= 500).length,
    },
  };
}

/** Returns the `delivery_id` of the body, else a hash of the body. */
function deliveryId(body: Buffer): string {
  const id = (JSON.parse(body.toString()) as { delivery_id?: string }).delivery_id;
  return id ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
