import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

export const CREDENTIALS = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };

/** The state that the rows of one table share. Each row continues where the previous row ended. */
export interface RowContext {
  /** The ids by the name from {@link RowContext.named}. */
  readonly ids: Record<string, string>;
  /** Stores the id of the object that a row created. */
  named<T extends { readonly id: string }>(name: string, made: Promise<T>): Promise<T>;
  /** Calls a control endpoint of the sandbox. */
  control(path: string, body?: object): Promise<void>;
  /** Completes a review as MyTPE's staff would. */
  accept(kind: string, id: string): Promise<void>;
}

/** A sandbox behind a recording proxy, started for one table. */
export interface Setup {
  readonly sandbox: SandboxProcess;
  readonly proxy: RecordingProxy;
  close(): Promise<void>;
}

export async function createSetup(): Promise<Setup> {
  const sandbox = await startSandboxProcess();
  const proxy = await startRecordingProxy(sandbox.url);
  return {
    sandbox,
    proxy,
    async close() {
      await proxy.close();
      await sandbox.stop();
    },
  };
}

/** Creates a context for a setup that is created before the rows run. */
export function createRowContext(setup: () => Setup): RowContext {
  const ids: Record<string, string> = {};
  const control: RowContext['control'] = (path, body) => setup().sandbox.control(path, body);
  return {
    ids,
    control,
    async named(name, made) {
      const item = await made;
      ids[name] = item.id;
      return item;
    },
    accept: (kind, id) => control(`reviews/${kind}/${id}`, { decision: 'accept' }),
  };
}
