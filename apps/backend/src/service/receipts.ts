import { formatMoney } from '@mytpe-pay/contract/money';
import { type ReceiptKey, generateReceiptKey, importReceiptKey, signReceipt } from '@mytpe-pay/tokens';

import type { LinkRow, Store } from '../store/store.ts';

/** Receipts of payer links that were seen paid, and the keys they are checked with. */
export interface Receipts {
  /** Whether the link was paid and its receipt not yet made. */
  isMissing(row: LinkRow): boolean;
  /** The row with its receipt where it is due: made once, then kept. */
  ensure(row: LinkRow): Promise<LinkRow>;
  /** Public keys, also those of other replicas and of earlier times. */
  keys(): Promise<{ readonly keys: readonly object[] }>;
}

export interface ReceiptsOptions {
  readonly store: Store;
  /** Who says so: the backend's address. */
  readonly issuer: string;
  /** `RECEIPT_SIGNING_KEY`: PKCS#8 PEM; `null`: the installation's own key, made on the first start. */
  readonly signingKey: string | null;
}

const OWN_KEY = 'receipt_key';
const PUBLISHED = 'receipt_public_key:';

/** @throws TypeError when the key cannot be used. */
export async function createReceipts({ store, issuer, signingKey }: ReceiptsOptions): Promise<Receipts> {
  const key = await importReceiptKey(signingKey ?? (await ownKey(store)));
  // Published before anything is signed with it, and for good: receipts do not expire.
  await store.keepFact(PUBLISHED + key.publicJwk.kid, JSON.stringify(key.publicJwk));
  const isMissing = (row: LinkRow): boolean => row.scope === 'payer' && row.paidSeenAt !== null && row.receipt === null;
  return {
    isMissing,
    async ensure(row) {
      if (!isMissing(row)) return row;
      return (await store.keepReceipt(row.id, await sign(row, issuer, key))) ?? row;
    },
    keys: async () => ({ keys: (await store.facts(PUBLISHED)).map((text) => JSON.parse(text) as object) }),
  };
}

/** Of several replicas that start together, the first one's key is everybody's. */
async function ownKey(store: Store): Promise<string> {
  return (await store.fact(OWN_KEY)) ?? store.keepFact(OWN_KEY, await generateReceiptKey());
}

/** Depends on the row and the key alone, so that two who sign at once sign the same. */
function sign(row: LinkRow, issuer: string, key: ReceiptKey): Promise<string> {
  const seenAt = row.paidSeenAt!;
  return signReceipt(
    {
      iss: issuer,
      aud: row.origin ?? issuer,
      sub: row.id,
      iat: Math.floor(seenAt / 1000),
      offer: row.offer,
      amount: formatMoney(row.terms.amount ?? row.totalCollected),
      currency: row.terms.currency,
      order: row.jti ?? row.reference,
      paid_seen_at: new Date(seenAt).toISOString(),
    },
    key,
  );
}
