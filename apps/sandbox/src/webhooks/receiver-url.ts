const MAX_URL = 2_000;
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * What an address is good for: `https` is documented, `loopback` (plain http to this machine) is a convenience of the
 * sandbox, `null` is neither.
 */
export function receiverKind(url: string): 'https' | 'loopback' | null {
  if (url.length > MAX_URL || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return 'https';
  return protocol === 'http:' && LOOPBACK.test(hostname) ? 'loopback' : null;
}
