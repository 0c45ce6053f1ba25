import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { StoredFile } from '../model/kyc-records.ts';
import { Snapshot, type World, takeSnapshot } from '../model/world.ts';
import { SavedFile, createFileFolder, folderOf, loadFile } from './file-folder.ts';

const Saved = z.looseObject({ files: z.array(SavedFile).default(() => []) });

/** The state file exists but is not a sandbox state. It was not overwritten. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Saves a world to disk. */
export interface StateFile {
  /** Resolves when all changes so far are on disk. Does nothing when nothing changed. */
  flush(): Promise<void>;
}

/** Reads the state of an earlier run. Returns `null` when the file does not exist. Throws `StateFileError` for an unusable file. */
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
    const advice = 'Move or delete it to start from scratch.';
    throw new StateFileError(`The state file ${path} is not a sandbox state. ${advice}\n${detail}`, { cause });
  }
}

async function loadFiles(stateFile: string, files: readonly SavedFile[]): Promise<StoredFile[]> {
  const folder = folderOf(stateFile);
  const loaded: StoredFile[] = [];
  for (const saved of files) {
    const file = await loadFile(folder, saved);
    if (file === null) {
      const lost = `The state file ${stateFile} names a file that is missing in ${folder}: ${saved.path}.`;
      throw new StateFileError(`${lost} Put the folder back, or move or delete the state file to start from scratch.`);
    }
    loaded.push(file);
  }
  return loaded;
}

/**
 * Creates a writer of snapshots. It writes a temporary file and renames it, so that a kill leaves a complete file. Calls
 * during a write share the next write. Uploaded files go into a separate folder next to the state file.
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

/** A sandbox without a state file. */
export const NO_STATE_FILE: StateFile = { flush: () => Promise.resolve() };
