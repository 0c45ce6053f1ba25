import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

export const CREDENTIALS = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };

/** A sandbox behind a proxy that writes everything down, and the ids that one row hands to the next. */
export interface Stand {
  readonly sandbox: SandboxProcess;
  readonly proxy: RecordingProxy;
  /** By the name that {@link Stand.named} gave them. */
  readonly ids: Record<string, string>;
  /** Remembers the id of what a row made. */
  named<T extends { readonly id: string }>(name: string, made: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function createStand(): Promise<Stand> {
  const sandbox = await startSandboxProcess();
  const proxy = await startRecordingProxy(sandbox.url);
  const ids: Record<string, string> = {};
  return {
    sandbox,
    proxy,
    ids,
    async named(name, made) {
      const item = await made;
      ids[name] = item.id;
      return item;
    },
    async close() {
      await proxy.close();
      await sandbox.stop();
    },
  };
}
