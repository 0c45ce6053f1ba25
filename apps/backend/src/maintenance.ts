import { backupDatabase, restoreDatabase } from './repository/backup.ts';

/** Commands that run instead of the server. */
const COMMANDS = ['--backup', '--restore'] as const;

export interface MaintenanceTask {
  readonly command: (typeof COMMANDS)[number];
  /** The file to write or to read. */
  readonly file: string;
}

/** Parses the arguments of the program; `null` if it must serve. @throws Error when the file is missing. */
export function parseMaintenance(args: readonly string[]): MaintenanceTask | null {
  const command = COMMANDS.find((name) => args.includes(name));
  if (!command) return null;
  const file = args[args.indexOf(command) + 1];
  if (file === undefined || file.startsWith('-')) throw new Error(`name a file after ${command}`);
  return { command, file };
}

/**
 * Backs up or restores the store.
 * @param storeUrl `STORE_URL`. @param now epoch ms.
 * @returns the message to print. @throws Error with the reason of a failure.
 */
export function runMaintenance({ command, file }: MaintenanceTask, storeUrl: string, now: number): string {
  if (!storeUrl.startsWith('sqlite:'))
    throw new Error(`${command} is for SQLite; PostgreSQL has pg_dump and pg_restore for this`);
  const path = storeUrl.replace(/^sqlite:/, '');
  if (command === '--backup') {
    backupDatabase(path, file);
    return `backed up ${path} to ${file}`;
  }
  const kept = restoreDatabase(path, file, now);
  return `restored ${path} from ${file}${kept === null ? '' : `; the replaced database is kept as ${kept}`}`;
}
