import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

import { checkConfig, reportConfig } from '../src/config/parse-settings.ts';
import { codeBlocks, PAGE_LANGUAGES, type PageLanguage, shopPage, shopPages } from './shop-pages.ts';

const DEPLOY = fileURLToPath(new URL('../deploy/', import.meta.url));

interface Compose {
  readonly services: Record<string, { environment: Record<string, string>; ports?: string[]; mem_limit: string }>;
  readonly secrets: Record<string, { file: string }>;
}
const { services, secrets } = parse(readFileSync(`${DEPLOY}compose.yaml`, 'utf8')) as Compose;

const install = (language: PageLanguage): string => shopPage(language, 'install');
const commands = (language: PageLanguage): string[] => codeBlocks(install(language), 'sh');
/** The block that writes the secrets. */
const keys = (language: PageLanguage): string => commands(language).find((block) => block.includes('openssl'))!;

/** Runs the page's block of keys in a copy of the repository's folder for deployment. */
function installed(language: PageLanguage): string {
  const root = mkdtempSync(join(tmpdir(), 'install-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'pay-button/apps/backend/deploy');
  cpSync(DEPLOY, folder, { recursive: true, filter: (path) => !/\.secret$|\/\.env$/.test(path) });
  execFileSync('bash', ['-euo', 'pipefail', '-c', keys(language)], { cwd: root, env: { ...process.env, HOME: root } });
  return folder;
}

/** The variables of a file in the format of `.env`. */
function variables(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));
}

/** The backend's environment in the container, with the files of `folder` in place of the container's. */
function containerEnvironment(folder: string, given: Record<string, string>): Record<string, string> {
  const entries = Object.entries(services['backend']!.environment).map(([name, template]) => {
    const value = template.replaceAll(
      /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
      (_, variable: string, fallback = '') => given[variable] ?? fallback,
    );
    return [name, value.replace(/^\/run\/secrets\/(\w+)$/, (_, secret: string) => join(folder, secrets[secret]!.file))];
  });
  return {
    ...Object.fromEntries(entries),
    OFFERS_FILE: join(folder, 'config/offers.yaml'),
    STORE_URL: 'sqlite:/data/mytpe-pay.db',
  };
}

/** The exit code and the last line of `--check-config`. */
function checked(env: Record<string, string>): { code: number; lastLine: string | undefined } {
  const lines: string[] = [];
  const code = reportConfig(checkConfig(env), (line) => lines.push(line));
  return { code, lastLine: lines.at(-1) };
}

describe.each(PAGE_LANGUAGES)('the page about installation, %s', (language) => {
  it('writes every secret that the Compose file needs, without a line break', () => {
    const folder = installed(language);
    const written = readdirSync(folder).filter((name) => name.endsWith('.secret'));
    expect(written.toSorted()).toEqual(
      Object.values(secrets)
        .map(({ file }) => file.replace('./', ''))
        .toSorted(),
    );
    for (const name of written) {
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^[^\n]+$/);
      // The container reads the file; another user of the server cannot open the folder.
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644);
    }
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('leads to settings and offers that the backend accepts, with the line that the page shows', () => {
    const folder = installed(language);
    const [settings] = codeBlocks(install(language), 'ini');
    const template = readFileSync(join(folder, '.env'), 'utf8');
    expect(Object.keys(variables(settings!))).toEqual(Object.keys(variables(template)));
    writeFileSync(join(folder, '.env'), settings!);
    const env = containerEnvironment(folder, variables(readFileSync(join(folder, '.env'), 'utf8')));
    const { code, lastLine } = checked(env);
    expect([code, lastLine]).toEqual([0, '✓ the settings and 2 offers are valid']);
    expect(install(language)).toContain(`\`${lastLine}\``);
    const several = variables(`${settings!}MYTPE_PAYMENT_INSTANCE_ID=instance-2\n`);
    expect(containerEnvironment(folder, several)['MYTPE_PAYMENT_INSTANCE_ID']).toBe('instance-2');
    expect(install(language)).toMatch(
      /`MYTPE_PAYMENT_INSTANCE_ID=…`[^|]*`\.env`|`\.env`[^|]*`MYTPE_PAYMENT_INSTANCE_ID=…`/,
    );
    expect(checked({ ...env, PUBLIC_URL: '' }).lastLine).toBe('one problem; the backend would not start');
  });

  it('has the same commands as in the other languages, apart from placeholders', () => {
    const withoutTexts = (blocks: readonly string[]): string[] =>
      blocks.map((block) => block.replaceAll(/'[^'\\]+'/g, "'…'"));
    expect(withoutTexts(commands(language))).toEqual(withoutTexts(commands('en')));
    expect(codeBlocks(install(language), 'ini')).toEqual(codeBlocks(install('en'), 'ini'));
  });

  it('names the ports and the memory of the Compose file', () => {
    const ports = Object.values(services).flatMap(({ ports = [] }) => ports.map((port) => Number.parseInt(port, 10)));
    for (const port of new Set(ports)) expect(install(language)).toMatch(new RegExp(`\\b${port}\\b`));
    expect(Object.values(services).map(({ mem_limit }) => mem_limit)).toEqual(['256m', '256m']);
    expect(install(language)).toContain('256 ');
  });
});

/** The Compose commands on the pages: their fixed arguments, then services. */
const COMPOSE = [
  /^version$/,
  /^up --detach --wait$/,
  /^(?:build|logs|restart) (?<service>\w+)$/,
  /^run --rm --no-deps (?<service>\w+) node server\.js --check-config$/,
  /^exec (?<service>\w+) node server\.js --check-config$/,
];

it.each(PAGE_LANGUAGES)(
  'the pages about installation and offers use Compose commands for existing services, %s',
  (language) => {
    const pages = shopPages(language).filter((page) => ['install', 'offers'].includes(page));
    const found = pages.flatMap((page) => [
      ...shopPage(language, page).matchAll(/(?<=^|`)docker\scompose\s([^`\n]+(?:\n(?!docker )[^`\n]+)?)(?=`|$)/gm),
    ]);
    expect(found.length).toBeGreaterThan(6);
    for (const [, text] of found) {
      const command = text!.replaceAll(/\s+/g, ' ').trim();
      const match = COMPOSE.map((pattern) => pattern.exec(command)).find((result) => result !== null);
      expect([command, match !== undefined]).toEqual([command, true]);
      const service = match!.groups?.['service'];
      if (service !== undefined) expect(Object.keys(services)).toContain(service);
    }
  },
);
