import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { z } from 'zod';

import { Snapshot, type World, takeSnapshot } from './world.ts';

/** The state file exists but is not one of ours. Nothing was overwritten. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Keeps a world on disk. */
export interface StateFile {
  /** Resolves once everything that has changed so far is on disk; costs nothing when nothing has. */
  flush(): Promise<void>;
}

/** What an earlier run left, or `null` when there is no file yet. Throws `StateFileError` for a file it cannot use. */
export async function readStateFile(path: string): Promise<Snapshot | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StateFileError(`The state file ${path} cannot be read (${error.code}).`, { cause: error });
  });
  if (text === null) return null;
  try {
    return Snapshot.parse(JSON.parse(text));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    const advice = 'Move or delete it to start afresh.';
    throw new StateFileError(`The state file ${path} is not a sandbox state. ${advice}\n${detail}`, { cause });
  }
}

/**
 * Writes snapshots through a temporary file and a rename, so that a kill at any instant leaves a whole file. Writes
 * that arrive while one is under way share the next one.
 */
export function createStateFile(path: string, world: World): StateFile {
  let saved = world.revision;
  let queue: Promise<void> = Promise.resolve();

  async function save(): Promise<void> {
    const { revision } = world;
    if (revision === saved) return;
    const temporary = `${path}.${process.pid}.tmp`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(takeSnapshot(world)), { flush: true });
    await rename(temporary, path);
    saved = revision;
  }

  return {
    flush() {
      if (world.revision !== saved) queue = queue.catch(() => {}).then(save);
      return queue;
    },
  };
}

/** For a sandbox that forgets. */
export const NO_STATE_FILE: StateFile = { flush: () => Promise.resolve() };
