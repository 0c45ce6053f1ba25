import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it, onTestFinished } from 'vitest';

import { verifyOffer } from '../src/index.ts';

const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TYPESCRIPT = join(ROOT, 'node_modules/typescript/bin/tsc');
const SECRET = 'an-example-secret-of-at-least-32-bytes';
const AUDIENCE = 'https://pay.shop.example';

/** The file in which each guide signs an offer. */
const ROUTES = {
  next: 'app/cart/offer-token/route.ts',
  nuxt: 'server/routes/cart/offer-token.post.ts',
  sveltekit: 'src/routes/cart/offer-token/+server.ts',
  astro: 'src/pages/cart/offer-token.ts',
} as const;
const GUIDES = Object.keys(ROUTES) as (keyof typeof ROUTES)[];

/** Nuxt imports this function by itself, and returns the value of the handler as the response's body. */
const NUXT_TYPES = 'declare function defineEventHandler<T>(handler: () => T): () => T;';
const NUXT_FUNCTION = 'globalThis.defineEventHandler = (handler) => (globalThis.respond = handler);';

function routeOf(guide: keyof typeof ROUTES): string {
  const page = readFileSync(
    new URL(`../../../apps/docs/src/content/docs/develop/${guide}.md`, import.meta.url),
    'utf8',
  );
  const code = page.split(`\n\`\`\`ts title="${ROUTES[guide]}"\n`)[1]?.split('\n```')[0];
  if (code === undefined) throw new Error(`the guide has no ${ROUTES[guide]}`);
  return code;
}

function run(program: string): string {
  const env = { ...process.env, OFFER_TOKEN_SECRET: SECRET };
  const options = { input: program, cwd: PACKAGE_FOLDER, env, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-'], options);
}

it.each(GUIDES)('the route in the guide of %s signs an offer that the backend accepts', async (guide) => {
  const respond =
    guide === 'nuxt' ? 'console.log(await globalThis.respond());' : 'console.log(await (await POST()).text());';
  const program = [NUXT_FUNCTION, routeOf(guide), respond].join('\n');
  const token = run(program).trim();
  const keys = [{ kid: 'shop-1', alg: 'HS256', secret: SECRET }] as const;
  expect(await verifyOffer(token, keys, { audience: AUDIENCE })).toMatchObject({
    jti: 'order-1042',
    offer: { amount: 450_000, usage_mode: 'one_shot' },
  });
});

it('the routes in the guides pass the type check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'routes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const guide of GUIDES) writeFileSync(join(folder, `${guide}.ts`), routeOf(guide));
  writeFileSync(join(folder, 'globals.d.ts'), NUXT_TYPES);
  const compilerOptions = {
    paths: { '@mytpe-pay/tokens': [join(PACKAGE_FOLDER, 'src/index.ts')] },
    typeRoots: [join(ROOT, 'node_modules/@types')],
    module: 'esnext',
    declaration: false,
    moduleResolution: 'bundler',
  };
  const config = { extends: join(PACKAGE_FOLDER, 'tsconfig.json'), compilerOptions, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [TYPESCRIPT, '-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
