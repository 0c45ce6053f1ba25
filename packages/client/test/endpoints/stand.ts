import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

export const CREDENTIALS = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };

/** What the rows of one table share; each goes on where the one before ended. */
export interface Story {
  /** By the name that {@link Story.named} gave them. */
  readonly ids: Record<string, string>;
  /** Remembers the id of what a row made. */
  named<T extends { readonly id: string }>(name: string, made: Promise<T>): Promise<T>;
  /** Calls one of the sandbox's controls. */
  control(path: string, body?: object): Promise<void>;
  /** Decides a review as MyTPE's people would. */
  accept(kind: string, id: string): Promise<void>;
}

/** A sandbox behind a proxy that writes everything down, started for one table. */
export interface Stand {
  readonly sandbox: SandboxProcess;
  readonly proxy: RecordingProxy;
  close(): Promise<void>;
}

export async function createStand(): Promise<Stand> {
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

/** A story on a stand that is there by the time it is told. */
export function storyOf(stand: () => Stand): Story {
  const ids: Record<string, string> = {};
  const control: Story['control'] = (path, body) => stand().sandbox.control(path, body);
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
