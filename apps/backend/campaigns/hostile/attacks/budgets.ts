import { type Service, startService } from '../service.ts';
import { type Attack, type Figure, atMost, callsToMytpe, every, share } from './attack.ts';
import { gotLink, order, press } from './payer.ts';

/** Honest payers meanwhile: one press of the catalog and one signed cart a second, each from a network of its own. */
async function honest(service: Service, until: number): Promise<Figure[]> {
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

/** Runs one flood against a fresh service while honest payers press. */
async function against(
  seconds: number,
  settings: Readonly<Record<string, string>>,
  attack: (service: Service, until: number) => Promise<readonly Figure[]>,
): Promise<Figure[]> {
  const service = await startService(() => {}, settings);
  try {
    const until = Date.now() + seconds * 1000;
    const [figures, payers] = await Promise.all([attack(service, until), honest(service, until)]);
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
    against(seconds, settings, async (service, until) => {
      const presses = await every(1000 / 9, until, (n) =>
        press(service.port, {
          body: { offer: 'tshirt' },
          address: `2001:db8:1:${(n % 65_536).toString(16)}::1`,
          solves: 0,
        }),
      );
      return [{ name: 'links the attacker got', value: presses.filter(gotLink).length }];
    }),
};

/** Two signed invoices whose amount four addresses change with every press. */
export const changedAmounts: Attack = {
  name: 'changed-amounts',
  title: 'four addresses change the amount of two signed invoices with every press',
  run: ({ seconds, settings = {} }) =>
    against(seconds, settings, async (service, until) => {
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
        { name: 'calls to MyTPE, of everybody', value: all },
        atMost('links created, of everybody', created, 2 * 11 + 2 * seconds + 2),
      ];
    }),
};

/** Two addresses press the offer that has 30 links a day. */
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

/** Twenty carts are abandoned behind one address of carrier NAT, and twenty presses of the catalog. */
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
      return [share('the next two customers there', next.filter(gotLink).length, next.length, 100)];
    } finally {
      await service.stop();
    }
  },
};
