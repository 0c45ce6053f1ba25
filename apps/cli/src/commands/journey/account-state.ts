import type { BankAccount, Brand, ExtClient, Identification, Instance, Link } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { isThisMachine } from '../../settings/connection.ts';

/** The state of an account: all records that the journey needs. */
export interface AccountState {
  /** `true` if the API is on this machine. */
  readonly isSandbox: boolean;
  readonly identifications: readonly Identification[];
  readonly brands: readonly Brand[];
  readonly bankAccounts: readonly BankAccount[];
  readonly instances: readonly Instance[];
  /** The first page of draft links, which shows whether there is one. */
  readonly draftLinks: readonly Link[];
  readonly activeLinks: readonly Link[];
  /** A paid link with any status, among the newest links only. */
  readonly paidLink: Link | undefined;
}

const MAX_LINKS_READ = 200;

/** Reads the state of the account. Rejects with the client's error. */
export async function readAccountState({ call, connection }: Session, client: ExtClient): Promise<AccountState> {
  const [identifications, brands, bankAccounts, instances, drafts, actives] = await Promise.all([
    Array.fromAsync(client.identifications.listAll({}, call)),
    Array.fromAsync(client.brands.listAll({}, call)),
    Array.fromAsync(client.bankAccounts.listAll({}, call)),
    Array.fromAsync(client.instances.listAll({}, call)),
    client.links.list({ status: 'draft' }, call),
    client.links.list({ status: 'active' }, call),
  ]);
  return {
    isSandbox: isThisMachine(connection.baseUrl),
    identifications,
    brands,
    bankAccounts,
    instances,
    draftLinks: drafts.data,
    activeLinks: actives.data,
    paidLink: actives.data.find(isPaid) ?? (await findPaidLink(client, call)),
  };
}

async function findPaidLink({ links }: ExtClient, call: Session['call']): Promise<Link | undefined> {
  let read = 0;
  for await (const link of links.listAll({}, call)) {
    if (isPaid(link)) return link;
    read += 1;
    if (read === MAX_LINKS_READ) return undefined;
  }
  return undefined;
}

function isPaid({ paid_count }: Link): boolean {
  return paid_count > 0;
}
