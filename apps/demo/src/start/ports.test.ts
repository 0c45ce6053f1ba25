import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../../.ci/free-port.ts';
import { type Place, parsePort, takenPorts } from './ports.ts';

const place = (name: string, port: number): Place => ({ name, variable: `${name.toUpperCase()}_PORT`, port });

it('a port is what its variable says, else the standard one', () => {
  expect([parsePort('PORT', '9000', 8020), parsePort('PORT', undefined, 8020), parsePort('PORT', '', 8020)]).toEqual([
    9000, 8020, 8020,
  ]);
});

it.each(['abc', '8030x', '0', '-1', '65536', '80.5', '1e3', ' 80', '0x50'])(
  '%j is no port, and its variable is named',
  (text) => {
    expect(() => parsePort('DEMO_PORT', text, 8030)).toThrow(`DEMO_PORT must be a port, 1 to 65535, not "${text}"`);
  },
);

it('free ports need no words', async () => {
  expect(await takenPorts([place('shop', await freePort()), place('sandbox', await freePort())])).toEqual([]);
});

it('of every taken port it is said which variable gives another', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as AddressInfo;
  const [said, ...more] = await takenPorts([place('shop', port), place('sandbox', await freePort())]);
  expect(said).toContain(`port ${port} (shop) is taken`);
  expect(said).toContain('SHOP_PORT=');
  expect(more).toEqual([]);
});

it('a port that two servers want is no port that someone else has', async () => {
  const port = await freePort();
  expect(await takenPorts([place('sandbox', port), place('shop', port)])).toEqual([
    `port ${port} is wanted twice: give the shop another with SHOP_PORT`,
  ]);
});
