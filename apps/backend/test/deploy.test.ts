import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { parseCatalog } from '../src/catalog/parse-catalog.ts';
import { describeSettings } from '../src/settings/settings.ts';
import { v2Refusal } from '../src/upstream/v2-terms.ts';

const FILES = ['compose.yaml', 'compose.replicas.yaml'];
const pathOf = (name: string): string => fileURLToPath(new URL(`../deploy/${name}`, import.meta.url));

interface Compose {
  services: Record<string, { environment?: Record<string, string>; secrets?: string[] }>;
  secrets?: Record<string, unknown>;
}

interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** What breaks the Compose specification's own schema; matters of taste are left to us. */
function violations(path: string): string[] {
  const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
  // Its published types import from paths that it does not publish.
  const results = linter.lintFiles([path], false) as { messages: Finding[] }[];
  return results
    .flatMap(({ messages }) => messages)
    .filter(({ rule }) => rule === 'invalid-schema')
    .map(({ message }) => message);
}

describe.each(FILES)('%s', (name) => {
  const compose = parse(readFileSync(pathOf(name), 'utf8')) as Compose;
  const backend = compose.services['backend']!;

  it('is what the Compose specification allows', () => expect(violations(pathOf(name))).toEqual([]));

  it('sets nothing that the backend does not know', () => {
    const known = describeSettings().flatMap((setting) => [setting.name, `${setting.name}_FILE`]);
    expect(Object.keys(backend.environment ?? {}).filter((variable) => !known.includes(variable))).toEqual([]);
  });

  it('hands every secret over as a file', () => {
    const values = Object.entries(backend.environment ?? {});
    const paths = values.filter(([, value]) => value.startsWith('/run/secrets/')).map(([, value]) => value.slice(13));
    expect(paths.toSorted()).toEqual(backend.secrets!.toSorted());
    expect(Object.keys(compose.secrets ?? {})).toEqual(expect.arrayContaining(paths));
    const open = values.map(([variable]) => variable).filter((variable) => /KEY$|SECRET$|TOKEN$/.test(variable));
    expect(open).toEqual([]);
  });
});

it('begins with offers that both APIs of MyTPE can sell', () => {
  const offers = parseCatalog(readFileSync(pathOf('config/offers.yaml'), 'utf8'), 'offers.yaml', v2Refusal);
  expect([...offers.keys()]).toEqual(['tshirt', 'donation']);
});

it('a mistake in a compose file is found', () => {
  expect(violations(fileURLToPath(new URL('wrong-compose.yaml', import.meta.url)))).not.toEqual([]);
});
