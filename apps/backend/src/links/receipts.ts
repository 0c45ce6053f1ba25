import type { Environment } from '@mytpe-pay/contract';
import { formatMoney } from '@mytpe-pay/contract/money';
import { generateReceiptKey, importReceiptKey, type ReceiptKey, signReceipt } from '@mytpe-pay/tokens';

import type { LinkRow } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';

/** Receipts of payer links that were seen paid, and the keys they are checked with. */
export interface Receipts {
  /** `true` if the link was paid and its receipt is not signed yet. */
  isMissing(row: LinkRow): boolean;
  /** Returns the row with its receipt, where one is due: signed once, then kept. */
  ensure(row: LinkRow): Promise<LinkRow>;
  /** Public keys of this environment, also those of other replicas and of earlier times. */
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

/** Names in the store; the environment follows. */
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

/** Of several replicas that start together, all use the first one's key. */
async function ownKey(repository: Repository, environment: Environment): Promise<string> {
  const name = OWN_KEY + environment;
  return (await repository.getValue(name)) ?? repository.keepValue(name, await generateReceiptKey());
}

/**
 * Returns since when this API address has been used in this environment, epoch ms. A link that was made there in the
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

/** Depends on the row and the settings alone, so that two replicas that sign at the same time sign the same. */
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
