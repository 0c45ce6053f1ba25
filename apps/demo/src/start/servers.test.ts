import { expect, it } from 'vitest';

import { planServers } from './servers.ts';

const variables = (given: NodeJS.ProcessEnv): Record<string, string> =>
  Object.assign({}, ...planServers('/root', '/data', false, given).inOrder.map(([, { env }]) => env));

it('finds all addresses and stores all data in one folder without any setting', () => {
  expect(variables({})).toMatchObject({
    SANDBOX_STATE_FILE: '/data/sandbox.json',
    OFFERS_FILE: '/data/offers.yaml',
    STORE_URL: 'sqlite:/data/mytpe-pay.db',
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: 'http://127.0.0.1:8010/api/ext',
    MYTPE_PAY_BASE_URL: 'http://127.0.0.1:8010/pay',
    BACKEND_URL: 'http://127.0.0.1:8020',
  });
});

it('passes a chosen port to the servers that connect to it', () => {
  expect(variables({ SANDBOX_PORT: '9010', PORT: '9020' })).toMatchObject({
    MYTPE_BASE_URL: 'http://127.0.0.1:9010/api/ext',
    BACKEND_URL: 'http://127.0.0.1:9020',
  });
});

it('signs orders for the backend’s public address', () => {
  expect(variables({})['BACKEND_PUBLIC_URL']).toBe('http://127.0.0.1:8020');
  expect(variables({ HOST: '0.0.0.0', PORT: '9020' })['BACKEND_PUBLIC_URL']).toBe('http://0.0.0.0:9020');
  expect(variables({ PUBLIC_URL: 'https://pay.test' })['BACKEND_PUBLIC_URL']).toBe('https://pay.test');
});

it.each(Object.keys(variables({})).filter((name) => !name.endsWith('PORT')))('does not override %s', (name) => {
  expect(variables({ [name]: 'mine' })[name]).toBe('mine');
});

it('returns the catalog in use', () => {
  expect(planServers('/root', '/data', false, {}).offersFile).toBe('/data/offers.yaml');
  expect(planServers('/root', '/data', false, { OFFERS_FILE: '/my.yaml' }).offersFile).toBe('/my.yaml');
});
