import type { Store, StoredScript } from '../store.ts';
import type { Database } from './database.ts';

type FactQueries = Pick<Store, 'fact' | 'keepFact' | 'putFact' | 'facts' | 'scripts' | 'keepScript'>;

/** What the installation remembers beside its links. */
export function factQueries(database: Database): FactQueries {
  const fact = (name: string) =>
    database.get<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value ?? null;
  return {
    fact: async (name) => fact(name),
    keepFact: async (name, value) => {
      database.run('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING', name, value);
      return fact(name)!;
    },
    putFact: async (name, value) => {
      database.run(
        'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        name,
        value,
      );
    },
    facts: async (prefix) =>
      database
        .all<{ value: string }>('SELECT value FROM facts WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name', prefix)
        .map(({ value }) => value),
    scripts: async () =>
      database
        .all<Omit<StoredScript, 'body'> & { body: Uint8Array }>('SELECT version, name, body, integrity FROM scripts')
        .map((script) => ({ ...script, body: Buffer.from(script.body) })),
    keepScript: async ({ version, name, body, integrity }) => {
      database.run(
        'INSERT INTO scripts (version, name, body, integrity) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        version,
        name,
        body,
        integrity,
      );
    },
  };
}
