import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Sandbox } from '@mytpe-pay/sandbox';
import { onTestFinished } from 'vitest';

import { type Backend, createBackend } from '../src/app.ts';
import { createLogger } from '../src/lib/log.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import type { Api } from '../src/domain/api-limits.ts';
import { dropinDirectory, environment, offersFor } from './harness.ts';

/** A store and a catalog on which a test starts one backend after another. */
export interface Installation {
  /** Starts a backend. `version` and `files` set the drop-in; see `dropinDirectory`. */
  start(options?: {
    env?: Record<string, string>;
    version?: string;
    files?: Readonly<Record<string, string>>;
  }): Promise<Backend>;
}

/** Creates an installation. Its backends are closed when the test ends. */
export function createInstallation(sandbox: Sandbox, api: Api = 'ext'): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'installation-'));
  writeFileSync(join(folder, 'offers.yaml'), offersFor(api));
  return {
    async start({ env = {}, version, files } = {}) {
      const settings = parseSettings(environment(sandbox, folder, { MYTPE_API: api, ...env }));
      const backend = await createBackend(settings, createLogger('silent', []), dropinDirectory(version, files));
      let closed: Promise<void> | null = null;
      const close = (): Promise<void> => (closed ??= backend.close());
      onTestFinished(close);
      return { ...backend, close };
    },
  };
}
