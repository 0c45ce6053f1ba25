import type { Store, StoredScript } from '../store.ts';
import type { Database } from './database.ts';

type FactQueries = Pick<Store, 'fact' | 'keepFact' | 'putFact' | 'facts' | 'scripts' | 'keepScript'>;

/** What the installation remembers beside its links. */
export function factQueries(database: Database): FactQueries {
  const fact = async (name: string) =>
    (await database.get<{ value: string }>('SELECT value FROM facts WHERE name = $1', name))?.value ?? null;
  return {
    fact,
    keepFact: async (name, value) => {
      await database.run('INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', name, value);
      return (await fact(name))!;
    },
    putFact: async (name, value) => {
      await database.run(
        'INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        name,
        value,
      );
    },
    facts: async (prefix) => {
      const sql = 'SELECT value FROM facts WHERE starts_with(name, $1) ORDER BY name';
      return (await database.all<{ value: string }>(sql, prefix)).map(({ value }) => value);
    },
    scripts: () => database.all<StoredScript>('SELECT version, name, body, integrity FROM scripts'),
    keepScript: async ({ version, name, body, integrity }) => {
      await database.run(
        'INSERT INTO scripts (version, name, body, integrity) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        version,
        name,
        body,
        integrity,
      );
    },
  };
}
