import { BlockList } from 'node:net';

import { parseClientAddress } from '../client-network.ts';

/** The networks behind the names that `TRUST_PROXY` takes (RFC 1918, 3927, 4193, 4291). */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Decides which hops of `X-Forwarded-For` are trusted reverse proxies.
 * @param networks `TRUST_PROXY`: addresses, networks in CIDR notation, names.
 * @returns `false` without any; otherwise a function of the hop's address in any form that proxies write (with a port, in
 *   brackets, IPv4 mapped into IPv6), which Fastify's own lists would not recognise.
 */
export function trustedProxies(networks: readonly string[]): false | ((address: string) => boolean) {
  if (networks.length === 0) return false;
  const trusted = new BlockList();
  for (const network of networks.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits] = network.split('/');
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  return (text) => {
    const address = parseClientAddress(text);
    return address !== null && trusted.check(address.toString(), address.kind());
  };
}
