import { BlockList, isIP } from 'node:net';

import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** The networks that one client belongs to, from the narrowest to the widest. Creation budgets count each of them. */
export interface ClientNetworks {
  /** An IPv4 address, or the /64 of an IPv6 address, because one household or server owns the whole /64. */
  readonly address: string;
  /** The /24 of an IPv4 address, or the /56 of an IPv6 address. */
  readonly site: string;
  /** The /48 of an IPv6 address; `null` for IPv4. */
  readonly block: string | null;
}

/** The network of an address that cannot be parsed. All such clients share one budget. */
export const UNKNOWN_NETWORK = 'unknown';

/**
 * Reads a client's address in the forms that reverse proxies write into `X-Forwarded-For`: plain, `address:port` (Azure,
 * AWS), `[IPv6]:port`, with a zone, and IPv4 mapped into IPv6 in decimal or hexadecimal notation.
 * @returns the address in its shortest form, an IPv4-mapped address as IPv4; `null` when it is not an address.
 */
export function parseClientAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text.trim())?.[1] ?? text.trim();
  const address = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(bare)?.[1] ?? bare;
  const plain = address.replace(/%.*$/, '');
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(plain) || ipaddr.IPv6.isValid(plain);
  return isAddress ? ipaddr.process(plain) : null;
}

/** An IPv4 address in its shortest form, the common case. Parsing each one would cost a request more than its limits do. */
const SHORTEST_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Returns the narrowest network of a client. All its addresses count as one client. */
export function clientNetwork(address: string): string {
  return SHORTEST_IPV4.test(address) ? address : clientNetworks(address).address;
}

/** Returns all networks of a client. @param text the client's address, as in {@link parseClientAddress}. */
export function clientNetworks(text: string): ClientNetworks {
  const parsed = parseClientAddress(text);
  if (!parsed) return { address: UNKNOWN_NETWORK, site: UNKNOWN_NETWORK, block: null };
  if (parsed.kind() === 'ipv4') return { address: parsed.toString(), site: prefix(parsed, 24), block: null };
  return { address: prefix(parsed, 64), site: prefix(parsed, 56), block: prefix(parsed, 48) };
}

function prefix(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const range = `${address.toString()}/${bits}`;
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(range).toString()}/${bits}`;
}

/** The networks of the names that `TRUST_PROXY` accepts (RFC 1918, 3927, 4193, 4291). */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** `true` for an entry of `TRUST_PROXY`: an address, a network in CIDR notation, or one of the names. */
export function isProxyNetwork(text: string): boolean {
  const [address = '', bits = '1', ...more] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  if (longest !== undefined) return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest && more.length === 0;
  return Object.hasOwn(NAMED, text);
}

/**
 * Returns the check whether a hop of `X-Forwarded-For` is a trusted reverse proxy.
 * @param networks `TRUST_PROXY`: addresses, networks in CIDR notation, names.
 * @returns `false` if `networks` is empty. Otherwise a function of the hop's address. It accepts every form that proxies
 *   write (with a port, in brackets, IPv4 mapped into IPv6); Fastify's own lists do not.
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
  const isTrusted = (text: string): boolean => {
    const address = parseClientAddress(text);
    return address !== null && trusted.check(address.toString(), address.kind());
  };
  // Most requests come through the same few proxies.
  const known = new LRUCache<string, boolean>({ max: 1000, memoMethod: isTrusted });
  return (text) => (text.length > 100 ? isTrusted(text) : known.memo(text));
}
