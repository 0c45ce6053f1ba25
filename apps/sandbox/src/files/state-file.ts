import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { StoredFile } from '../model/kyc-records.ts';
import { Snapshot, type World, takeSnapshot } from '../model/world.ts';
import { SavedFile, createFileFolder, folderOf, loadFile } from './file-folder.ts';

const Saved = z.looseObject({ files: z.array(SavedFile).default(() => []) });

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
    const saved = Saved.parse(JSON.parse(text));
    return Snapshot.parse({ ...saved, files: await loadFiles(path, saved.files) });
  } catch (cause) {
    if (cause instanceof StateFileError) throw cause;
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    const advice = 'Move or delete it to start afresh.';
    throw new StateFileError(`The state file ${path} is not a sandbox state. ${advice}\n${detail}`, { cause });
  }
}

async function loadFiles(stateFile: string, files: readonly SavedFile[]): Promise<StoredFile[]> {
  const folder = folderOf(stateFile);
  const loaded: StoredFile[] = [];
  for (const saved of files) {
    const file = await loadFile(folder, saved);
    if (file === null) {
      const lost = `The state file ${stateFile} names a file that is not in ${folder} any more: ${saved.path}.`;
      throw new StateFileError(`${lost} Put the folder back, or move or delete the state file to start afresh.`);
    }
    loaded.push(file);
  }
  return loaded;
}

/**
 * Writes snapshots through a temporary file and a rename, so that a kill at any instant leaves a whole file. Writes
 * that arrive while one is under way share the next one. Uploaded files go into a folder of their own beside it.
 */
export function createStateFile(path: string, world: World): StateFile {
  let saved = world.revision;
  let queue: Promise<void> = Promise.resolve();
  const folder = createFileFolder(folderOf(path));

  async function save(): Promise<void> {
    const { revision } = world;
    if (revision === saved) return;
    const temporary = `${path}.${process.pid}.tmp`;
    const { files, ...records } = takeSnapshot(world);
    const named = files.map(({ bytes: _bytes, ...file }) => file);
    const text = JSON.stringify({ ...records, files: named });
    await mkdir(dirname(path), { recursive: true });
    await folder.keep(files);
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, path);
    saved = revision;
    await folder.prune(files);
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
