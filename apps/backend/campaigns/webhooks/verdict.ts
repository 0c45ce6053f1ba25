import { createHash } from 'node:crypto';

import { openPostgres } from '../../src/repository/postgres.ts';
import { openSqlite } from '../../src/repository/sqlite.ts';
import { createRepository } from '../../src/repository/repository.ts';
import type { Passed } from './balancer.ts';
import type { Paid } from './payments.ts';

export interface Verdict {
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Holds what the backend says and keeps to what happened at MyTPE and went over the wire. */
export async function judge(storeUrl: string, paid: readonly Paid[], passed: readonly Passed[]): Promise<Verdict> {
  const isPostgres = storeUrl.startsWith('postgres');
  const store = isPostgres
    ? createRepository(await openPostgres(storeUrl))
    : createRepository(openSqlite(storeUrl.slice('sqlite:'.length)));
  const violations: string[] = [];
  for (const { id } of paid) {
    const row = await store.link(id);
    if (row?.paidCount !== 1 || row.paidSeenAt === null || row.totalCollected !== 150_000)
      violations.push(`${id} was paid once at MyTPE; here it is ${row?.status}, paid ${row?.paidCount} times`);
  }
  const accepted = passed.filter(({ status }) => status === 200);
  for (const { headers } of accepted.filter(({ isSigned }) => !isSigned))
    violations.push(`a forged delivery was accepted: ${JSON.stringify(headers)}`);
  for (const { headers } of passed.filter(({ isSigned, status }) => isSigned && status === 403))
    violations.push(`a delivery of MyTPE was refused: ${JSON.stringify(headers)}`);
  const ids = new Set(accepted.map(({ body }) => deliveryId(body)));
  for (const id of ids) {
    const kept = await store.delivery(id);
    if (!kept) violations.push(`delivery ${id} was answered 200 and is not kept`);
    else if (kept.note === null) violations.push(`delivery ${id} was answered 200 and never worked on`);
  }
  await store.close();
  return {
    violations,
    counts: {
      'links paid at MyTPE': paid.length,
      'deliveries that arrived': passed.length,
      '… answered 200': accepted.length,
      '… distinct, kept and worked on': ids.size,
      '… refused with 403': passed.filter(({ status }) => status === 403).length,
      '… forged or stale': passed.filter(({ isSigned }) => !isSigned).length,
      '… lost, nobody listened': passed.filter(({ status }) => status === null || status >= 500).length,
    },
  };
}

/** The body's own id, else what stands for it. */
function deliveryId(body: Buffer): string {
  const id = (JSON.parse(body.toString()) as { delivery_id?: string }).delivery_id;
  return id ?? `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
