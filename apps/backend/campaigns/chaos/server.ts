/** Starts the backend from its source, and replaces the lines listed in `sabotage.ts` when a file is loaded. */
import { type ModuleSource, registerHooks } from 'node:module';

import { SABOTAGES } from './options.ts';
import { changed, changesFor } from './sabotage.ts';

const changes = changesFor({
  leaseMs: Number(process.env['CHAOS_LEASE_MS']),
  sabotage: SABOTAGES.find((name) => name === process.env['CHAOS_SABOTAGE']) ?? 'none',
});

const textOf = (source: ModuleSource | undefined): string =>
  typeof source === 'string' ? source : new TextDecoder().decode(source);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const matching = changes.filter(({ file }) => url.endsWith(file));
    if (matching.length === 0) return loaded;
    return { ...loaded, source: matching.reduce(changed, textOf(loaded.source)) };
  },
});

await import('../../src/main.ts');
