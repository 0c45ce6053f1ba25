import { backupDatabase, restoreDatabase } from './repository/backup.ts';

/** What the server's program does instead of serving, and then ends. */
export const MAINTENANCE = ['--backup', '--restore'] as const;

/** What is asked for after the program's name; `null` when it is to serve. @throws Error when no file is named. */
export function maintenanceAsked(
  args: readonly string[],
): { readonly task: (typeof MAINTENANCE)[number]; readonly file: string } | null {
  const task = MAINTENANCE.find((name) => args.includes(name));
  if (!task) return null;
  const file = args[args.indexOf(task) + 1];
  if (file === undefined || file.startsWith('-')) throw new Error(`name a file after ${task}`);
  return { task, file };
}

/** @param storeUrl `STORE_URL`. @returns what was done, to be printed. @throws Error saying why it was not. */
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
    return `the store ${path} was written to ${file}`;
  }
  const kept = restoreDatabase(path, file, now);
  return `${file} is now the store ${path}${kept === null ? '' : `; the one before is kept as ${kept}`}`;
}
