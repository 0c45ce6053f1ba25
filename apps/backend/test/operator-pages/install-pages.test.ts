import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { describeSettings } from '../../src/config/settings-reference.ts';
import { type OperatorMachine, commandsOf, createOperatorMachine, readPage, samplesOf } from './operator-machine.ts';

/** Follows the section "Install" of the page about Compose up to a step. */
const install = async (machine: OperatorMachine): Promise<string> =>
  machine.run(
    [...commandsOf('operate/deploy', 'Prepare the machine'), ...commandsOf('operate/deploy', 'Install')].join('\n'),
    machine.folder,
  );

describe('the page about Docker Compose', () => {
  it('leads to a valid configuration, with secrets that the container reads and no other user of the machine opens', async () => {
    const machine = createOperatorMachine();
    expect(await install(machine)).toContain('2 offers are valid');
    for (const name of ['mytpe_api_key', 'mytpe_api_secret', 'admin_token'])
      expect(statSync(join(machine.deploy, `${name}.secret`)).mode & 0o777).toBe(0o644);
    expect(statSync(machine.deploy).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(machine.deploy, 'admin_token.secret'), 'utf8')).toMatch(/^[\da-f]{48}$/);
    await machine.run(commandsOf('operate/deploy', 'The container image').join('\n'), machine.folder);
  }, 60_000);

  it.each([
    ['operate/deploy', 'Add a setting'],
    ['operate/deploy', 'Use your own proxy'],
    ['operate/monitoring', 'Run Prometheus with Docker Compose'],
  ])('%s, %s: adds to the Compose file what matches its schema', (page, heading) => {
    const machine = createOperatorMachine();
    const sample = samplesOf(page, heading).find(({ title }) => title === 'compose.override.yaml')!;
    const path = join(machine.deploy, sample.title!);
    writeFileSync(path, sample.text);
    const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
    const results = linter.lintFiles([path], false) as { messages: { rule: string; message: string }[] }[];
    const findings = results.flatMap(({ messages }) => messages).filter(({ rule }) => rule === 'invalid-schema');
    expect(findings).toEqual([]);
  });

  it('turns off only a service that exists, and publishes the port of the backend', () => {
    const [sample] = samplesOf('operate/deploy', 'Use your own proxy');
    const { services } = parse(sample!.text) as { services: Record<string, { ports?: string[] }> };
    const compose = readFileSync(join(createOperatorMachine().deploy, 'compose.yaml'), 'utf8');
    const known = (parse(compose) as { services: Record<string, object> }).services;
    expect(Object.keys(services).filter((name) => !known[name])).toEqual([]);
    const port = /^EXPOSE (\d+)$/m.exec(readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8'))![1]!;
    expect(services['backend']!.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it('adds settings that the backend has', () => {
    const [sample] = samplesOf('operate/deploy', 'Add a setting');
    const { services, secrets } = parse(sample!.text) as {
      services: { backend: { environment: Record<string, string>; secrets: string[] } };
      secrets: object;
    };
    const { environment, secrets: passed } = services.backend;
    const known = describeSettings().flatMap(({ name }) => [name, `${name}_FILE`]);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    const files = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'));
    expect(files).toEqual(passed.map((name) => `/run/secrets/${name}`));
    expect(Object.keys(secrets)).toEqual(passed);
  });
});

describe('the page about replicas', () => {
  it('leads to a valid configuration with PostgreSQL', async () => {
    const machine = createOperatorMachine();
    await install(machine);
    const [secrets, start] = commandsOf('operate/replicas', 'Install');
    await machine.run(secrets!, machine.folder);
    expect(readFileSync(join(machine.deploy, 'store_url.secret'), 'utf8')).toMatch(
      /^postgres:\/\/mytpe_pay:[\da-f]{48}@postgres:5432\/mytpe_pay$/,
    );
    expect(await machine.run(start!)).toContain('2 offers are valid');
    await machine.run(commandsOf('operate/replicas', 'Change the number of processes').join('\n'));
  }, 60_000);
});

describe('the page about upgrades', () => {
  it.each(['Upgrade replicas', 'Roll back'])(
    '%s',
    async (heading) => {
      const machine = createOperatorMachine();
      await install(machine);
      await machine.run('docker compose --file compose.replicas.yaml up --detach --wait');
      await machine.run(commandsOf('operate/upgrade', heading).join('\n'));
    },
    30_000,
  );

  it('names the message of a store with a newer schema', () => {
    const [, message] = /The line `([^`]+)` means/.exec(readPage('operate/upgrade').replaceAll('\n', ' '))!;
    const source = readFileSync(new URL('../../src/repository/database.ts', import.meta.url), 'utf8');
    expect(source).toContain(message);
  });
});
