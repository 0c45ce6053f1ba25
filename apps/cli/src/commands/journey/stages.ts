import type { BankAccount } from '@mytpe-pay/client';

import { SANDBOX_IDENTIFICATION } from '../../identification-types.ts';
import { maskedRib, printable } from '../../terminal/display.ts';
import { FEE_WARNING, isActivationOpen } from '../instances/activation-fee.ts';
import { isChargeable, whyNotChargeable } from '../instances/chargeable-instance.ts';
import type { AccountState } from './account-state.ts';

export const STAGE_STATES = ['done', 'waiting', 'refused', 'todo'] as const;
export type StageState = (typeof STAGE_STATES)[number];

/** One step from an empty account to a paid link. */
export interface Stage {
  readonly name: string;
  readonly state: StageState;
  /** The state as text. */
  readonly detail: string;
  /** The next command. Absent if the stage is done. */
  readonly next?: string;
  /** Advice on the next command. */
  readonly hint?: string;
}

interface Reviewed {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly status: string;
  readonly reason?: string | null | undefined;
}

/** Returns all stages with their states, in order. */
export function stagesOf(account: AccountState): Stage[] {
  const { identifications, brands, bankAccounts } = account;
  const identification = best(identifications)?.id ?? '<id>';
  return [
    identificationStage(account),
    reviewStage('Brand', 'brands', brands, `--name … --identification ${identification}`),
    reviewStage('Bank account', 'bank-accounts', bankAccounts.map(named), `--rib … --identification ${identification}`),
    instanceStage(account),
    linkStage(account),
    paymentStage(account),
  ];
}

/** Adds the masked account number as the name of a bank account. */
function named<T extends BankAccount>(account: T): T & { name: string } {
  return { ...account, name: maskedRib(account.account_number) };
}

/** Returns the first stage that is not done. */
export function nextStage(stages: readonly Stage[]): Stage | undefined {
  return stages.find(({ state }) => state !== 'done');
}

/** Returns an accepted record, otherwise one under review, otherwise any record. */
function best<T extends Reviewed>(records: readonly T[]): T | undefined {
  return (
    ['accepted', 'pending'].map((status) => records.find((record) => record.status === status)).find(Boolean) ??
    records[0]
  );
}

function identificationStage({ identifications, isSandbox }: AccountState): Stage {
  const options = '--name … --establishment-type … --authorization-type … --file …';
  const stage = reviewStage(
    'Identification',
    'identifications',
    identifications,
    isSandbox ? SANDBOX_IDENTIFICATION : options,
  );
  if (stage.state !== 'todo') return stage;
  const where = 'To get the ids of the two types, run: mytpe identifications types';
  return { ...stage, hint: isSandbox ? 'The sandbox accepts any type id.' : where };
}

function reviewStage(name: string, command: string, records: readonly Reviewed[], create: string): Stage {
  const record = best(records);
  if (record === undefined)
    return { name, state: 'todo', detail: 'none yet', next: `mytpe ${command} create ${create}` };
  const title = printable(record.name ?? record.id);
  if (record.status === 'accepted') return { name, state: 'done', detail: `${title}: accepted` };
  if (record.status === 'refused') {
    const detail = `${title}: refused${record.reason ? `, ${printable(record.reason)}` : ''}`;
    return { name, state: 'refused', detail, next: `mytpe ${command} update ${record.id} …` };
  }
  const detail = `${title}: ${printable(record.status)}, MyTPE reviews it`;
  return { name, state: 'waiting', detail, next: `mytpe ${command} show ${record.id} --watch` };
}

function instanceStage({ instances, identifications, brands, bankAccounts }: AccountState): Stage {
  const name = 'Payment instance';
  const chargeable = instances.find(isChargeable);
  if (chargeable)
    return { name, state: 'done', detail: `${printable(chargeable.title ?? chargeable.id)}: takes payments` };
  const [instance] = instances;
  if (instance === undefined) {
    const backing = [best(identifications), best(brands), best(bankAccounts)];
    const ids = backing.map((record) => record?.id ?? '<id>');
    const next = `mytpe instances activate --title … --identification ${ids[0]} --brand ${ids[1]} --bank-account ${ids[2]}`;
    const isReady = backing.every((record) => record?.status === 'accepted');
    const detail = isReady ? 'none yet' : 'none yet; request it after MyTPE has accepted the three records above';
    return { name, state: 'todo', detail, next, hint: FEE_WARNING };
  }
  const detail = `${printable(instance.title ?? instance.id)}: ${whyNotChargeable(instance)}`;
  const isOver = instance.acceptance_status === 'rejected' || instance.status === 'suspended';
  const watching = `mytpe instances show ${instance.id} --watch`;
  return {
    name,
    state: isOver ? 'refused' : 'waiting',
    detail,
    next: isOver ? `mytpe instances show ${instance.id}` : watching,
    ...(isActivationOpen(instance) && { hint: 'Its activation is open. Another request causes a second fee.' }),
  };
}

function linkStage({ draftLinks, activeLinks, paidLink }: AccountState): Stage {
  const name = 'Payment link';
  const [active] = activeLinks;
  if (active) return { name, state: 'done', detail: `${printable(active.title)}: active` };
  if (paidLink) return { name, state: 'done', detail: `${printable(paidLink.title)}: ${printable(paidLink.status)}` };
  const [draft] = draftLinks;
  if (draft)
    return {
      name,
      state: 'todo',
      detail: `${printable(draft.title)}: a draft`,
      next: `mytpe links publish ${draft.id}`,
    };
  return { name, state: 'todo', detail: 'none yet', next: 'mytpe links create --title … --amount … --publish' };
}

function paymentStage({ paidLink, activeLinks }: AccountState): Stage {
  const name = 'First payment';
  if (paidLink) return { name, state: 'done', detail: `${printable(paidLink.title)}: paid ${paidLink.paid_count}×` };
  const id = activeLinks[0]?.id;
  const next = id === undefined ? 'mytpe links list' : `mytpe links show ${id} --watch`;
  return { name, state: 'waiting', detail: 'none yet', next };
}
