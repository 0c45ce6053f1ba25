import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { typeErrors } from '../../../.ci/check-types.ts';
import { namedBlock, sitePage } from '../../../.ci/site-page.ts';
import { verifyOffer } from '../src/index.ts';

const PACKAGE_FOLDER = fileURLToPath(new URL('..', import.meta.url));
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

const routeOf = (guide: keyof typeof ROUTES): string =>
  namedBlock(sitePage(`develop/${guide}`), `title="${ROUTES[guide]}"`);

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
  const samples = Object.fromEntries(GUIDES.map((guide) => [`${guide}.ts`, routeOf(guide)]));
  expect(typeErrors(PACKAGE_FOLDER, { ...samples, 'globals.d.ts': NUXT_TYPES })).toBe('');
}, 180_000);
