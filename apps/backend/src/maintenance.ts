import { backupDatabase, restoreDatabase } from './repository/backup.ts';

/** Commands that the program runs instead of the server. */
export const MAINTENANCE = ['--backup', '--restore'] as const;

/** Returns the command among the arguments; `null` if there is none. @throws Error if the command names no file. */
export function maintenanceAsked(
  args: readonly string[],
): { readonly task: (typeof MAINTENANCE)[number]; readonly file: string } | null {
  const task = MAINTENANCE.find((name) => args.includes(name));
  if (!task) return null;
  const file = args[args.indexOf(task) + 1];
  if (file === undefined || file.startsWith('-')) throw new Error(`name a file after ${task}`);
  return { task, file };
}

/** Runs a command. @param storeUrl `STORE_URL`. @returns the message to print. @throws Error with the reason of a failure. */
export function maintain(
  { task, file }: NonNullable<ReturnType<typeof maintenanceAsked>>,
  storeUrl: string,
  now: number,
): string {
  if (!storeUrl.startsWith('sqlite:'))
    throw new Error(`${task} is for SQLite; PostgreSQL has pg_dump and pg_restore for this`);
  const path = storeUrl.replace(/^sqlite:/, '');
  if (task === '--backup') {
    backupDatabase(path, file);
    return `backed up ${path} to ${file}`;
  }
  const kept = restoreDatabase(path, file, now);
  return `restored ${path} from ${file}${kept === null ? '' : `; the replaced database is kept as ${kept}`}`;
}
