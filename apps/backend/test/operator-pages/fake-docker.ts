/**
 * A stand-in for `docker`, as far as the operators' pages use it. Runs commands of the backend's container as processes of
 * this machine, with the environment and the secrets of the Compose file. Refuses options, services and files that do not
 * exist. Tests start it in a copy of the folder `deploy`.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, parseEnv } from 'node:util';

import { parse } from 'yaml';

import { checkPostgres } from './fake-postgres.ts';

interface Service {
  readonly build?: object;
  /** A variable that `.env` does not set is `null` here, and empty in the container. */
  readonly environment?: Readonly<Record<string, string | null>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/** The folder of the machine, which also holds `/data` of the container. */
const machine = process.env['MACHINE']!;
/** Settings that replace those of the Compose file, such as the address of MyTPE. */
const replaced = JSON.parse(process.env['CONTAINER_SETTINGS'] ?? '{}') as Record<string, string>;

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;
const FLAG = { type: 'boolean' } as const;
const SUBCOMMANDS: Readonly<Record<string, Options>> = {
  build: { pull: FLAG, 'no-cache': FLAG },
  cp: {},
  exec: { 'no-tty': { ...FLAG, short: 'T' } },
  logs: { 'no-log-prefix': FLAG },
  ps: { quiet: FLAG },
  run: { rm: FLAG, 'no-deps': FLAG, 'no-tty': { ...FLAG, short: 'T' }, env: { type: 'string', multiple: true } },
  restart: {},
  stop: {},
  up: { detach: FLAG, wait: FLAG, 'no-recreate': FLAG, 'no-deps': FLAG, scale: { type: 'string' } },
};
/** Subcommands whose further arguments belong to the command in the container. */
const RUNNING_COMMANDS = ['exec', 'run'];

const marker = (service: string): string => join(machine, `running-${service}`);

async function compose(args: string[]): Promise<number> {
  const file = args[0] === '--file' ? args.splice(0, 2)[1]! : 'compose.yaml';
  const text = readFileSync(file, 'utf8');
  const env = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  const { services, secrets = {} } = parse(
    text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest = '') => {
      if (env[name]) return env[name];
      if (kind !== '-') throw new Error(`${name} is not set: ${rest}`);
      return rest as string;
    }),
  ) as Compose;
  const [name = '', ...rest] = args;
  const options = SUBCOMMANDS[name];
  if (!options) throw new Error(`no subcommand ${name}`);
  const service = (given: string | undefined): string => {
    if (given === undefined || !services[given]) throw new Error(`no such service: ${given}`);
    return given;
  };
  const at = RUNNING_COMMANDS.includes(name) ? rest.findIndex((argument) => argument in services) : rest.length;
  if (at === -1) throw new Error(`no service in: ${rest.join(' ')}`);
  const { values, positionals } = parseArgs({ args: rest.slice(0, at), options, allowPositionals: true });
  const command = rest.slice(at + 1);

  if (name === 'up') {
    const [scaled] = String(values['scale'] ?? 'backend=1').split('=');
    service(scaled);
    const started = positionals.length > 0 ? positionals.map(service) : Object.keys(services);
    for (const started_ of started) writeFileSync(marker(started_), '');
  } else if (name === 'restart') {
    positionals.map(service);
  } else if (name === 'stop') {
    for (const stopped of positionals.map(service)) await stop(stopped);
  } else if (name === 'build') {
    if (!services[service(positionals[0])]!.build) throw new Error(`${positionals[0]} is not built`);
  } else if (name === 'ps') {
    console.log(`id-of-${service(positionals[0])}`);
  } else if (name === 'logs') {
    process.stdout.write(readFileSync(join(machine, `${service(positionals[0])}.log`)));
  } else if (name === 'cp') {
    const [from, target] = positionals as [string, string];
    if (!existsSync(marker(service(from.split(':')[0])))) throw new Error('no container');
    copyFileSync(join(machine, from.split(':')[1]!), target);
  } else {
    const running = service(rest[at]);
    if (name === 'exec' && !existsSync(marker(running))) throw new Error(`service "${running}" is not running`);
    if (name === 'run' && !values['rm']) throw new Error('the container would remain: add --rm');
    if (running === 'postgres')
      return checkPostgres(command, services[running]!.environment as Record<string, string>, machine);
    return inContainer(command, { ...services[running]!.environment }, (values['env'] ?? []) as string[], secrets);
  }
  return 0;
}

/** Ends the backend's process, whose id the test has written to a file. */
async function stop(service: string): Promise<void> {
  rmSync(marker(service), { force: true });
  const file = join(machine, 'backend.pid');
  if (service !== 'backend' || !existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  process.kill(pid, 'SIGTERM');
  for (let isRunning = true; isRunning; await pause(20)) {
    try {
      process.kill(pid, 0);
    } catch {
      isRunning = false;
    }
  }
}

/** The environment of the image. */
const IMAGE = { HOST: '0.0.0.0', OFFERS_FILE: '/config/offers.yaml', STORE_URL: 'sqlite:/data/mytpe-pay.db' };

function inContainer(
  [program = '', ...args]: readonly string[],
  environment: NonNullable<Service['environment']>,
  more: readonly string[],
  secrets: NonNullable<Compose['secrets']>,
): number {
  const onMachine = (text: string): string =>
    text
      .replaceAll(/\/run\/secrets\/(\w+)/g, (_, name: string) => join(process.cwd(), secrets[name]!.file))
      .replaceAll('/config/', `${process.cwd()}/config/`)
      .replaceAll('/data/', `${machine}/data/`);
  const settings = { ...IMAGE, ...environment, ...replaced, ...parseEnv(more.join('\n')) };
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, onMachine(value ?? '')]));
  const { status } = spawnSync(program === 'node' ? process.execPath : program, args.map(onMachine), {
    cwd: join(machine, 'apps/backend/dist'),
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'inherit',
  });
  return status ?? 1;
}

function docker(name: string | undefined, args: string[]): number {
  if (name === 'build') {
    const options = { file: { type: 'string' }, tag: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const file = join(process.cwd(), values.file!);
    if (!existsSync(file) || !existsSync(dirname(file)) || positionals[0] !== '.') throw new Error(`no file ${file}`);
  } else if (name === 'stop' || name === 'rm') {
    const ids = args.filter((argument) => argument.startsWith('id-of-'));
    if (ids.length === 0) throw new Error('no container');
  } else throw new Error(`no command ${name}`);
  return 0;
}

const [name, ...args] = process.argv.slice(2);
try {
  process.exitCode = name === 'compose' ? await compose(args) : docker(name, args);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
