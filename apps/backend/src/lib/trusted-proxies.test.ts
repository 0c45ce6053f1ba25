import fastify from 'fastify';
import { describe, expect, it } from 'vitest';

import { clientNetwork, trustedProxies } from './network.ts';

/** Returns the client network that a server on loopback determines behind these proxies. */
async function clientBehind(trusted: readonly string[], forwarded: string): Promise<string> {
  const app = fastify({ trustProxy: trustedProxies(trusted) });
  app.get('/', async ({ ip }) => clientNetwork(ip));
  return (await app.inject({ url: '/', headers: { 'x-forwarded-for': forwarded } })).body;
}

describe('X-Forwarded-For', () => {
  it.each([
    ['Nginx and Caddy', '197.200.1.2', '197.200.1.2'],
    ['Nginx in front of a client that sent the header', '6.6.6.6, 197.200.1.2', '197.200.1.2'],
    ['HAProxy on a dual-stack socket', '::ffff:197.200.1.2', '197.200.1.2'],
    ['the same in hexadecimal notation', '::ffff:c5c8:102', '197.200.1.2'],
    ['Azure, with the port', '197.200.1.2:50123', '197.200.1.2'],
    ['Azure, another port of the same client', '197.200.1.2:50124', '197.200.1.2'],
    ['AWS, IPv6', '2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['AWS, IPv6 with the port', '[2001:db8:1:2::7]:50123', '2001:db8:1:2::/64'],
    ['two proxies, the inner one with its port', '197.200.1.2:50123, 10.0.0.5:3344', '197.200.1.2'],
    ['two proxies, the inner one mapped into IPv6', '197.200.1.2, ::ffff:a00:5', '197.200.1.2'],
  ])('of %s gives the client’s address', async (_proxy, forwarded, network) => {
    expect(await clientBehind(['127.0.0.1', '10.0.0.0/8'], forwarded)).toBe(network);
    expect(await clientBehind(['loopback', 'uniquelocal'], forwarded)).toBe(network);
  });

  it('is ignored without TRUST_PROXY and from an address that is not in it', async () => {
    expect(await clientBehind([], '197.200.1.2')).toBe('127.0.0.1');
    expect(await clientBehind(['10.0.0.0/8'], '197.200.1.2')).toBe('127.0.0.1');
  });

  it('stops at the first hop that is not trusted', async () => {
    expect(await clientBehind(['127.0.0.1', '2001:db8::/32'], '6.6.6.6, 2001:db9::1, [2001:db8::1]:443')).toBe(
      '2001:db9::/64',
    );
  });
});
