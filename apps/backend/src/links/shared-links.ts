import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import type { Clock } from '../lib/clock.ts';

/** Every offer's one shared link; those of the catalog are kept in memory, which tokens must not be able to fill. */
export interface SharedLinks {
  /** The link if it is known here. */
  known(offer: Offer): LinkRow | null;
  /** The link, found in the store or made; concurrent callers share one attempt. */
  ensure(offer: Offer): Promise<LinkRow>;
  /** The same for a mere view: waits at most `waitMs`, and does not try again right after a failure. */
  forView(offer: Offer, waitMs: number): Promise<LinkRow | null>;
  /** Enters what became of a link. */
  update(row: LinkRow): void;
  /** Forgets everything; the store still knows. */
  clear(): void;
}

/** A view that could not make its link leaves MyTPE alone for this long. */
const VIEW_BACKOFF_MS = 5000;

export function createSharedLinks(clock: Clock, findOrIssue: (offer: Offer) => Promise<LinkRow>): SharedLinks {
  const rows = new Map<string, LinkRow>();
  const running = new Map<string, Promise<LinkRow>>();
  const failedAt = new Map<string, number>();
  const keyOf = (offer: { id: string; version: string }) => `${offer.id} ${offer.version}`;

  const known = (offer: Offer): LinkRow | null => (offer.signed ? null : (rows.get(keyOf(offer)) ?? null));

  function ensure(offer: Offer): Promise<LinkRow> {
    const key = keyOf(offer);
    const row = known(offer);
    if (row) return Promise.resolve(row);
    let attempt = running.get(key);
    if (!attempt) {
      attempt = findOrIssue(offer)
        .then((row) => {
          failedAt.delete(key);
          update(row);
          return row;
        })
        .catch((error: unknown) => {
          if (!offer.signed) failedAt.set(key, clock.now());
          throw error;
        })
        .finally(() => running.delete(key));
      running.set(key, attempt);
    }
    return attempt;
  }

  function update(row: LinkRow): void {
    if (row.scope !== 'shared' || row.jti !== null) return;
    const key = keyOf({ id: row.offer, version: row.offerVersion });
    const current = rows.get(key);
    if (current && current.id !== row.id && current.createdAt > row.createdAt) return;
    if (row.status === 'gone' || row.status === 'rejected' || row.supersededAt !== null) {
      if (current?.id === row.id) rows.delete(key);
    } else if (!isBeingIssued(row)) rows.set(key, row);
  }

  return {
    known,
    ensure,
    async forView(offer, waitMs) {
      const row = known(offer);
      if (row) return row;
      if (clock.now() - (failedAt.get(keyOf(offer)) ?? -Infinity) < VIEW_BACKOFF_MS) return null;
      const patience = new AbortController();
      const late = clock.sleep(waitMs, patience.signal).then(() => null);
      return Promise.race([ensure(offer).catch(() => null), late]).finally(() => patience.abort('done'));
    },
    update,
    clear: () => {
      rows.clear();
      failedAt.clear();
    },
  };
}
