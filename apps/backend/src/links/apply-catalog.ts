import type { Catalog } from '../domain/offer.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { ResponseCache } from './response-cache.ts';
import type { SharedLinks } from './shared-links.ts';

export interface ApplyCatalogOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly catalog: () => Catalog;
  readonly instances: Instances;
  readonly sharedLinks: SharedLinks;
  readonly responseCache: ResponseCache;
}

/**
 * Applies the current catalog and payment instance: clears the caches and marks the links whose charge terms or instance
 * changed as superseded. The sweeper closes them after the grace period.
 */
export type ApplyCatalog = () => Promise<void>;

export function createApplyCatalog(options: ApplyCatalogOptions): ApplyCatalog {
  const { repository, baseUrl, clock, catalog, instances, sharedLinks, responseCache } = options;
  return async () => {
    sharedLinks.clear();
    responseCache.clear();
    const current = new Map<string, string | null>();
    for (const offer of catalog().values()) {
      const instanceId = instances.knownFor(offer);
      current.set(offer.id, instanceId === null ? null : `${offer.version}@${instanceId}`);
    }
    await repository.supersede(baseUrl, current, clock.now());
  };
}
