import { type Service, startService } from '../service.ts';
import { type Attack, type Figure, atMost, callsToMytpe, every, share } from './attack.ts';
import { gotLink, order, press } from './payer.ts';

/** Simulates honest payers: one press for a catalog offer and one signed cart a second, each from a different network. */
async function honestPayers(service: Service, until: number): Promise<Figure[]> {
  const catalog = every(1000, until, (n) => press(service.port, { body: { offer: 'tshirt' }, address: `41.${n}.1.1` }));
  const carts = every(1000, until, async (n) => {
    const offer_token = await order(`cart-${until}-${n}`, 'cart');
    return press(service.port, { body: { offer_token }, address: `105.${n}.1.1`, solves: 0 });
  });
  const [presses, orders] = [await catalog, await carts];
  return [
    share('presses of the catalog', presses.filter(gotLink).length, presses.length, 95),
    share('signed carts', orders.filter(gotLink).length, orders.length, 100),
  ];
}

/** Runs a flood against a new service while honest payers press the button. */
async function runAgainst(
  seconds: number,
  settings: Readonly<Record<string, string>>,
  attack: (service: Service, until: number) => Promise<readonly Figure[]>,
): Promise<Figure[]> {
  const service = await startService(() => {}, settings);
  try {
    const until = Date.now() + seconds * 1000;
    const [figures, payers] = await Promise.all([attack(service, until), honestPayers(service, until)]);
    return [...payers, ...figures];
  } finally {
    await service.stop();
  }
}

/** Nine requests a second, each from another /64 of one /48. */
export const oneBlock: Attack = {
  name: 'one-block',
  title: 'one IPv6 /48 presses nine times a second',
  run: ({ seconds, settings = {} }) =>
    runAgainst(seconds, settings, async (service, until) => {
      const presses = await every(1000 / 9, until, (n) =>
        press(service.port, {
          body: { offer: 'tshirt' },
          address: `2001:db8:1:${(n % 65_536).toString(16)}::1`,
          solves: 0,
        }),
      );
      return [{ name: 'links of the attacker', value: presses.filter(gotLink).length }];
    }),
};

/** Four addresses change the amount of two signed invoices with every press. */
export const changedAmounts: Attack = {
  name: 'changed-amounts',
  title: 'four addresses change the amount of two signed invoices with every press',
  run: ({ seconds, settings = {} }) =>
    runAgainst(seconds, settings, async (service, until) => {
      const tokens = await Promise.all(['a', 'b'].map((jti) => order(`invoice-${jti}`, 'invoice')));
      const before = await callsToMytpe(service);
      const presses = await every(100, until, (n) =>
        press(service.port, {
          body: { offer_token: tokens[n % 2], amount: `${200 + n}.00` },
          address: `197.200.${n % 4}.1`,
          solves: 0,
        }),
      );
      const all = (await callsToMytpe(service)) - before;
      const created = await callsToMytpe(service, '?method=POST&path=/api/ext/links');
      return [
        { name: 'presses of the attacker', value: presses.length },
        { name: 'calls to MyTPE, in total', value: all },
        atMost('links created, in total', created, 2 * 11 + 2 * seconds + 2),
      ];
    }),
};

/** Two addresses press an offer that allows 30 links a day. */
export const oneDay: Attack = {
  name: 'one-day',
  title: 'two addresses use up an offer with 30 links a day',
  async run({ settings = {} }) {
    const service = await startService(() => {}, settings);
    try {
      const daily = { offer: 'daily' };
      for (let n = 0; n < 60; n += 1)
        await press(service.port, { body: daily, address: `197.200.${n % 2}.1`, solves: 0 });
      const payers = [];
      for (let n = 0; n < 10; n += 1) payers.push(await press(service.port, { body: daily, address: `41.${n}.1.1` }));
      return [share('other payers of that offer', payers.filter(gotLink).length, payers.length, 100)];
    } finally {
      await service.stop();
    }
  },
};

/** Twenty carts and nineteen presses for a catalog offer are abandoned behind one carrier-NAT address. */
export const sharedAddress: Attack = {
  name: 'shared-address',
  title: 'twenty carts and nineteen presses are abandoned behind one address',
  async run({ settings = {} }) {
    const service = await startService(() => {}, settings);
    const address = '41.100.1.1';
    const cart = async (n: number) =>
      press(service.port, { body: { offer_token: await order(`nat-${n}`, 'cart') }, address });
    try {
      for (let n = 0; n < 20; n += 1) await cart(n);
      for (let n = 0; n < 19; n += 1) await press(service.port, { body: { offer: 'tshirt' }, address });
      const next = [await cart(20), await press(service.port, { body: { offer: 'tshirt' }, address })];
      return [share('the next two customers at that address', next.filter(gotLink).length, next.length, 100)];
    } finally {
      await service.stop();
    }
  },
};
