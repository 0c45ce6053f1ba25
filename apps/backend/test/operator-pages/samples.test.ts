import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { fullDocument } from '../../scripts/openapi.ts';
import { parseSettings } from '../../src/config/parse-settings.ts';
import { createPrometheusMetrics } from '../../src/metrics/prometheus.ts';
import { startSystem } from '../harness.ts';
import { commandsOf, createOperatorMachine, readPage, samplesOf } from './operator-machine.ts';

const backend = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(join(backend, name), 'utf8');
/** Returns the first column of a table's rows in a section, without its code quotes. */
const firstColumn = (page: string, heading: string): string[] => {
  const section = readPage(page).split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...section.matchAll(/^\| (.+?) \|/gm)].slice(1).map(([, cell]) => cell!.replaceAll('`', ''));
};

describe('the page about logs', () => {
  it('shows a line with the fields that the backend logs', async () => {
    const sample = samplesOf('operate/logs').find(({ language }) => language === 'json')!;
    const shown = JSON.parse(sample.text) as Record<string, string>;
    const system = await startSystem({ LOG_LEVEL: 'info' });
    const { headers } = await system.post({ offer: 'tshirt' }, 'key-1');
    const logged = system.logs
      .map((line) => JSON.parse(line) as Record<string, string>)
      .find(({ msg, route }) => msg === 'responded' && route === '/v1/links')!;
    expect(logged).toEqual({
      ...shown,
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      request_id: headers.get('x-request-id'),
      ms: expect.any(Number) as number,
    });
    expect(Object.keys(logged)).toEqual(Object.keys(shown));
    expect(shown['request_id']).toHaveLength(logged['request_id']!.length);
  }, 60_000);

  it('lists messages that the backend logs', () => {
    const source = globSync('src/**/*.ts', { cwd: backend, exclude: ['**/*.test.ts'] })
      .map(read)
      .join('');
    const messages = firstColumn('operate/logs', 'Messages that need action');
    expect(messages.length).toBeGreaterThan(8);
    expect(messages.filter((message) => !source.includes(`'${message}'`))).toEqual([]);
  });

  it('selects warnings and errors', async () => {
    const machine = createOperatorMachine();
    const levels = ['debug', 'info', 'warn', 'error', 'fatal'];
    const lines = levels.map((level) => `{"level":"${level}","msg":"could not warn"}\n`);
    writeFileSync(join(machine.deploy, '.env'), 'PAY_DOMAIN=pay.shop.example\nSHOP_ORIGINS=https://shop.example\n');
    writeFileSync(join(machine.folder, 'backend.log'), lines.join(''));
    expect(await machine.run(commandsOf('operate/logs')[0]!)).toBe(lines.slice(2).join(''));
  });
});

describe('the page about monitoring', () => {
  interface Prometheus {
    readonly rule_files: string[];
    readonly alerting: object;
    readonly scrape_configs: {
      readonly job_name: string;
      readonly authorization: { readonly credentials_file: string };
      readonly static_configs?: { readonly targets: string[] }[];
      readonly dns_sd_configs?: { readonly names: string[]; readonly type: string; readonly port: number }[];
    }[];
  }
  const configuration = (title: string): Prometheus =>
    parse(samplesOf('operate/monitoring').find((sample) => sample.title === title)!.text) as Prometheus;

  it.each(['prometheus.yml', 'config/prometheus.yml'])('%s has the job and the file of the alerts', (title) => {
    const { rule_files: files, scrape_configs: jobs, alerting } = configuration(title);
    const alerts = read(`deploy/monitoring/${files[0]}`);
    expect(new Set([...alerts.matchAll(/job="([^"]+)"/g)].map(([, job]) => job))).toEqual(new Set([jobs[0]!.job_name]));
    expect(alerting).toMatchObject({ alertmanagers: [{ static_configs: [{ targets: [expect.any(String)] }] }] });
  });

  it('scrapes the port of the machine, or the service in the network of the Compose file', () => {
    expect(configuration('prometheus.yml').scrape_configs[0]!.static_configs![0]!.targets).toEqual(['127.0.0.1:8020']);
    const [job] = configuration('config/prometheus.yml').scrape_configs;
    const sample = samplesOf('operate/monitoring').find(({ title }) => title === 'compose.override.yaml')!;
    interface Service {
      readonly volumes: string[];
      readonly secrets: string[];
      readonly networks: string[];
    }
    const { prometheus } = (parse(sample.text) as { services: Record<string, Service> }).services;
    for (const name of ['compose.yaml', 'compose.replicas.yaml']) {
      const compose = parse(read(`deploy/${name}`)) as { services: Record<string, Service>; secrets: object };
      expect(job!.dns_sd_configs).toEqual([{ names: ['backend'], type: 'A', port: 8020 }]);
      expect(compose.services['backend']!.networks).toEqual(prometheus!.networks);
      expect(Object.keys(compose.secrets)).toContain(prometheus!.secrets[0]);
    }
    expect(job!.authorization.credentials_file).toBe(`/run/secrets/${prometheus!.secrets[0]}`);
    const mounted = prometheus!.volumes.map((volume) => volume.split(':')[0]!).filter((path) => path.startsWith('./'));
    expect(mounted).toEqual(['./config/prometheus.yml', './monitoring/prometheus-alerts.yaml']);
    expect(read(`deploy/${mounted[1]}`)).toContain('groups:');
  });

  it('lists every metric with its labels', async () => {
    const metrics = createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 });
    const { body } = await metrics.exposition();
    const names = [...body.matchAll(/^# HELP (mytpe_pay_\w+)/gm)].map(([, name]) => name!);
    expect(firstColumn('operate/monitoring', 'Metrics').toSorted()).toEqual(names.toSorted());
    const source = read('src/metrics/prometheus.ts').replaceAll(/\s+/g, ' ');
    for (const [, name, labels] of readPage('operate/monitoring').matchAll(/^\| `(mytpe_pay_\w+)` \| ([^|]+) \|/gm)) {
      const [, list] = new RegExp(`name: '${name}'[^}]*labelNames: \\[([^\\]]*)\\]`).exec(source) ?? [];
      expect([name, labels!.replaceAll('`', '')]).toEqual([name, list!.replaceAll("'", '')]);
    }
  });

  it('lists the rows of the dashboard', () => {
    const { panels } = JSON.parse(read('deploy/monitoring/grafana-dashboard.json')) as {
      panels: { type: string; title: string }[];
    };
    const titles = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(firstColumn('operate/monitoring', 'Import the dashboard')).toEqual(titles);
  });
});

describe('the page about alerts', () => {
  it('prints the status of MyTPE, or the reason why the backend does not reach it', async () => {
    const script = commandsOf('operate/alerts', 'MytpePayCircuitOpen')[0]!;
    const inContainer = async (url: string): Promise<string> => {
      const machine = createOperatorMachine({ MYTPE_BASE_URL: url });
      writeFileSync(join(machine.deploy, '.env'), 'PAY_DOMAIN=pay.shop.example\nSHOP_ORIGINS=https://shop.example\n');
      await machine.run('docker compose up --detach --wait');
      return machine.run(script);
    };
    const { sandbox } = await startSystem();
    expect(await inContainer(`${sandbox.url}/api/ext`)).toMatch(/^response [1-4]\d\d\n$/);
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    await promisify(closed.close.bind(closed))();
    expect(await inContainer(`http://127.0.0.1:${port}/api/ext`)).toBe('no response: ECONNREFUSED\n');
  }, 60_000);
});

describe('the page about configuration', () => {
  it('replaces the MyTPE secret, and keeps the files readable for the container', async () => {
    const machine = createOperatorMachine();
    await machine.run(commandsOf('operate/deploy', 'Install').slice(0, 2).join('\n'));
    const secret = join(machine.deploy, 'mytpe_api_secret.secret');
    writeFileSync(secret, 'the old secret');
    await machine.run(commandsOf('operate/configuration', 'Replace the MyTPE secret')[0]!);
    expect([readFileSync(secret, 'utf8'), statSync(secret).mode & 0o777]).toEqual(['mts_live_…', 0o644]);
  });

  it('sets up v2', () => {
    const [sample] = commandsOf('operate/configuration', 'Choose a MyTPE API');
    const needed = { MYTPE_API_KEY: 'k', MYTPE_API_SECRET: 's', PUBLIC_URL: 'https://pay.shop.example' };
    expect(parseSettings({ ...needed, ...parseEnv(sample!) })).toMatchObject({ MYTPE_API: 'v2' });
    expect(() => parseSettings({ ...needed, ...parseEnv(sample!.split('\n')[0]!) })).toThrow('MYTPE_BASE_URL');
  });

  it('shows log lines of a reload', () => {
    const sample = samplesOf('operate/configuration', 'Change the offers')[0]!;
    const lines = sample.text.trim().split('\n');
    const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(read('src/config/catalog.ts')).toContain(`'${message}'`);
  });
});

it.each(['operate/admin', 'operate/backup', 'operate/monitoring', 'operate/deploy'])(
  '%s sends requests only to routes that exist',
  async (page) => {
    const { paths } = await fullDocument();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => [method.toUpperCase(), new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[\\w-]+')}$`)] as const,
      ),
    );
    const requests = commandsOf(page)
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.startsWith('curl '))
      .map((line) => [
        / -X (\w+)/.exec(line)?.[1] ?? 'GET',
        new URL(/https:\/\/pay\.shop\.example\/[^\s']*/.exec(line)![0]).pathname,
      ]);
    expect(requests.length).toBeGreaterThan(0);
    const unknown = requests.filter(
      ([method, path]) => !routes.some(([known, pattern]) => known === method && pattern.test(path!)),
    );
    expect(unknown).toEqual([]);
  },
);
