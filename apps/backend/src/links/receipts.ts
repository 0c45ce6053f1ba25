import type { Environment } from '@mytpe-pay/contract';
import { formatMoney } from '@mytpe-pay/contract/money';
import { generateReceiptKey, importReceiptKey, type ReceiptKey, signReceipt } from '@mytpe-pay/tokens';

import type { LinkRow } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';

/** Receipts of paid payer links, and the keys that verify them. */
export interface Receipts {
  /** `true` if the link was paid and its receipt is not signed yet. */
  isMissing(row: LinkRow): boolean;
  /** Returns the row with its receipt, if it is due. A receipt is signed once and then stored. */
  ensure(row: LinkRow): Promise<LinkRow>;
  /** Public keys of this environment, including those of other replicas and earlier keys. */
  keys(): Promise<{ readonly keys: readonly object[] }>;
}

export interface ReceiptsOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  /** The backend's address. */
  readonly issuer: string;
  readonly environment: Environment;
  /** Address of the MyTPE API in use. */
  readonly baseUrl: string;
  /** `RECEIPT_SIGNING_KEY`: PKCS#8 PEM; `null`: the installation's own key, generated on the first start. */
  readonly signingKey: string | null;
}

/** Names of key-values in the store; the environment follows each name. */
const OWN_KEY = 'receipt_key:';
const PUBLISHED = 'receipt_jwk:';
/** Names of earlier versions, which signed live and test receipts with one key and named no environment in them. */
const EARLIER_PUBLISHED = 'receipt_public_key:';

/** @throws TypeError when the key cannot be used. */
export async function createReceipts(options: ReceiptsOptions): Promise<Receipts> {
  const { repository, issuer, environment, signingKey } = options;
  const key = await importReceiptKey(signingKey ?? (await ownKey(repository, environment)));
  // Published before its first signature, and permanently: receipts do not expire.
  await repository.keepValue(`${PUBLISHED}${environment}:${key.publicJwk.kid}`, JSON.stringify(key.publicJwk));
  const since = await environmentSince(options);
  const isMissing = (row: LinkRow): boolean =>
    row.scope === 'payer' && row.paidSeenAt !== null && row.receipt === null && row.createdAt >= since;
  return {
    isMissing,
    async ensure(row) {
      if (!isMissing(row)) return row;
      return (await repository.keepReceipt(row.id, await sign(row, issuer, environment, key))) ?? row;
    },
    async keys() {
      const published = await repository.listValues(`${PUBLISHED}${environment}:`);
      // An earlier key may have signed test receipts, so it is only published where all receipts are for tests.
      const earlier = environment === 'sandbox' ? await repository.listValues(EARLIER_PUBLISHED) : [];
      return { keys: [...new Set([...published, ...earlier])].map((text) => JSON.parse(text) as object) };
    },
  };
}

/** Returns the stored key. Replicas that start together all use the key of the first replica. */
async function ownKey(repository: Repository, environment: Environment): Promise<string> {
  const name = OWN_KEY + environment;
  return (await repository.getValue(name)) ?? repository.keepValue(name, await generateReceiptKey());
}

/**
 * Returns since when this API address has been used in this environment, epoch ms. A link that was created there in the
 * other environment gets no receipt: a test payment must not be signed as a live one after a change of the setting.
 */
async function environmentSince({ repository, clock, environment, baseUrl }: ReceiptsOptions): Promise<number> {
  const name = `receipt_environment:${baseUrl}`;
  const first = JSON.stringify({ environment, since: 0 });
  const known = JSON.parse(await repository.keepValue(name, first)) as { environment: Environment; since: number };
  if (known.environment === environment) return known.since;
  const since = clock.now();
  await repository.putValue(name, JSON.stringify({ environment, since }));
  return since;
}

/** Returns the claims. They depend only on the row and the settings, so that concurrent replicas sign the same claims. */
function sign(row: LinkRow, issuer: string, environment: Environment, key: ReceiptKey): Promise<string> {
  const seenAt = row.paidSeenAt!;
  return signReceipt(
    {
      iss: issuer,
      aud: row.origin ?? issuer,
      sub: row.id,
      iat: Math.floor(seenAt / 1000),
      environment,
      offer: row.offer,
      amount: formatMoney(row.terms.amount ?? row.totalCollected),
      currency: row.terms.currency,
      order: row.jti,
      reference: row.reference,
      paid_seen_at: new Date(seenAt).toISOString(),
    },
    key,
  );
}
