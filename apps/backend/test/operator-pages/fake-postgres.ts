import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  username: TEXT,
  dbname: TEXT,
  format: TEXT,
  command: TEXT,
  'exit-on-error': FLAG,
  'if-exists': FLAG,
} as const;

/**
 * Checks commands in the container of PostgreSQL without a server: the user, and that each database exists or not.
 * @param machine the folder in which the databases are recorded. @returns the exit status. @throws Error for a mistake.
 */
export function checkPostgres(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  machine: string,
): number {
  const file = join(machine, 'databases.json');
  const initial = [environment['POSTGRES_DB']!];
  const databases = new Set(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : initial);
  const commands = command[0] === 'sh' ? command[2]!.split(' && ').map((text) => text.split(' ')) : [command];
  for (const [program, ...args] of commands) {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.username !== environment['POSTGRES_USER']) throw new Error(`no role ${values.username}`);
    const database = values.dbname ?? positionals[0];
    if (database === undefined) throw new Error(`no database in: ${args.join(' ')}`);
    const isThere = databases.has(database);
    if (program === 'createdb') databases.add(database);
    if (program === 'dropdb') databases.delete(database);
    if (!['createdb', 'dropdb', 'pg_dump', 'pg_restore', 'psql'].includes(program!)) throw new Error(`no ${program}`);
    if (isThere === (program === 'createdb'))
      throw new Error(`database ${database}: ${isThere ? 'exists' : 'missing'}`);
    if (program === 'pg_dump') console.log('a dump');
    if (program === 'pg_restore' && readFileSync(0, 'utf8') !== 'a dump\n') throw new Error('not a dump');
  }
  writeFileSync(file, JSON.stringify([...databases]));
  return 0;
}
