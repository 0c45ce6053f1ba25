import { describe, expect, it } from 'vitest';

import { clientNetwork, clientNetworks, UNKNOWN_NETWORK } from './network.ts';

describe('the network of a client', () => {
  it.each([
    ['197.200.1.2', '197.200.1.2'],
    ['::ffff:197.200.1.2', '197.200.1.2'],
    ['::ffff:c5c8:102', '197.200.1.2'],
    ['0:0:0:0:0:FFFF:C5C8:0102', '197.200.1.2'],
    ['197.200.1.2:50123', '197.200.1.2'],
    ['[::ffff:197.200.1.2]:50123', '197.200.1.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]:50123', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['_hidden', UNKNOWN_NETWORK],
    ['197.200.1', UNKNOWN_NETWORK],
    ['', UNKNOWN_NETWORK],
  ])('of %s is %s', (address, network) => expect(clientNetwork(address)).toBe(network));

  it('includes a /24 for IPv4, and a /56 and a /48 for IPv6', () => {
    expect(clientNetworks('197.200.1.2')).toEqual({ address: '197.200.1.2', site: '197.200.1.0/24', block: null });
    expect(clientNetworks('2001:db8:1:2ff:3::4')).toEqual({
      address: '2001:db8:1:2ff::/64',
      site: '2001:db8:1:200::/56',
      block: '2001:db8:1::/48',
    });
  });
});
