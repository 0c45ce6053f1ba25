import { expect, it } from 'vitest';

import { clientNetwork } from './client-network.ts';

it.each([
  ['197.200.1.2', '197.200.1.2'],
  ['::ffff:197.200.1.2', '197.200.1.2'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is %s', (address, network) => expect(clientNetwork(address)).toBe(network));
