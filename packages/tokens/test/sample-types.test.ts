import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { typeErrors } from '../../../.ci/check-types.ts';
import { codeBlocks } from '../../../.ci/site-page.ts';
import { recipe } from './recipe.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

it('the TypeScript samples have correct types', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [verify] = codeBlocks(readme).filter(({ language }) => language === 'ts');
  const samples = {
    'readers-code.d.ts': 'declare const receipt: string;',
    'readme.ts': verify!.code,
    'sign.ts': recipe('develop/signed-offers', 'TypeScript'),
    'verify.ts': recipe('develop/receipts', 'TypeScript'),
  };
  expect(typeErrors(FOLDER, samples)).toBe('');
}, 180_000);
