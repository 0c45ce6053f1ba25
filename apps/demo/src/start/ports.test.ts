import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../../.ci/free-port.ts';
import { type ServerPort, parsePort, takenPorts } from './ports.ts';

const serverPort = (name: string, port: number): ServerPort => ({ name, variable: `${name.toUpperCase()}_PORT`, port });

it('reads a port from its variable, or uses the default', () => {
  expect([parsePort('PORT', '9000', 8020), parsePort('PORT', undefined, 8020), parsePort('PORT', '', 8020)]).toEqual([
    9000, 8020, 8020,
  ]);
});

it.each(['abc', '8030x', '0', '-1', '65536', '80.5', '1e3', ' 80', '0x50'])(
  'rejects %j, and names the variable',
  (text) => {
    expect(() => parsePort('DEMO_PORT', text, 8030)).toThrow(`DEMO_PORT must be a port, 1 to 65535, not "${text}"`);
  },
);

it('reports nothing if all ports are free', async () => {
  expect(await takenPorts([serverPort('shop', await freePort()), serverPort('sandbox', await freePort())])).toEqual([]);
});

it('reports each taken port with the variable for another one', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as AddressInfo;
  const [message, ...more] = await takenPorts([serverPort('shop', port), serverPort('sandbox', await freePort())]);
  expect(message).toContain(`port ${port} (shop) is taken`);
  expect(message).toContain('SHOP_PORT=');
  expect(more).toEqual([]);
});

it('reports a port of two servers, and not that a program uses it', async () => {
  const port = await freePort();
  expect(await takenPorts([serverPort('sandbox', port), serverPort('shop', port)])).toEqual([
    `port ${port} is set for two servers. Set SHOP_PORT to another port.`,
  ]);
});
