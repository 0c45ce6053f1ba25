import type { Database } from './database.ts';

/** A file of the drop-in script. */
export interface StoredScript {
  readonly version: string;
  readonly name: string;
  readonly body: Buffer;
  readonly integrity: string;
}

/** Small values of the installation by name, and the drop-in scripts. */
export interface KeyValues {
  /** Returns a value; `null` if there is none of this name. */
  getValue(name: string): Promise<string | null>;
  /** Stores a value unless the name has one: the first writer wins. @returns the stored value. */
  keepValue(name: string, value: string): Promise<string>;
  /** Stores a value: the last writer wins. */
  putValue(name: string, value: string): Promise<void>;
  /** Returns the values of all names that begin with `prefix`, ordered by name. */
  listValues(prefix: string): Promise<string[]>;
  /** Returns every script file that this installation has served, so that pages with a pinned version survive an upgrade. */
  scripts(): Promise<StoredScript[]>;
  /** Stores a script file, unless its version and name are known. */
  keepScript(script: StoredScript): Promise<void>;
}

const KEEP = 'INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const PUT = 'INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value';

export function keyValueQueries(database: Database): KeyValues {
  const getValue = async (name: string) =>
    (await database.get<{ value: string }>('SELECT value FROM facts WHERE name = $1', name))?.value ?? null;
  return {
    getValue,
    async keepValue(name, value) {
      await database.run(KEEP, name, value);
      return (await getValue(name))!;
    },
    async putValue(name, value) {
      await database.run(PUT, name, value);
    },
    async listValues(prefix) {
      const sql = 'SELECT value FROM facts WHERE substr(name, 1, length($1)) = $1 ORDER BY name';
      return (await database.all<{ value: string }>(sql, prefix)).map(({ value }) => value);
    },
    async scripts() {
      const scripts = await database.all<StoredScript>('SELECT version, name, body, integrity FROM scripts');
      // SQLite returns a plain `Uint8Array`.
      return scripts.map((script) => ({ ...script, body: Buffer.from(script.body) }));
    },
    async keepScript({ version, name, body, integrity }) {
      const sql = 'INSERT INTO scripts (version, name, body, integrity) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
      await database.run(sql, version, name, body, integrity);
    },
  };
}
