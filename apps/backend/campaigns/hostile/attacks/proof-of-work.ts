import { startService } from '../service.ts';
import { type Attack, every, flood, share } from './attack.ts';
import { gotLink, order, press } from './payer.ts';

const ADDRESSES = 200;
/** Bots that send requests without solving challenges. */
const SIMPLE_BOTS = 4;
/** Bots that solve challenges as fast as one processor core can. */
const SOLVING_BOTS = 1;
const PRESS_EVERY_MS = 3000;

/** Returns the address of a bot. Each bot has a different /24, so that no network's share of the budget limits it. */
const botAddress = (n: number): string => `197.${n % ADDRESSES}.1.1`;

/** 200 addresses press as fast as they can, while honest payers press for catalog offers and signed carts. */
export const distributed: Attack = {
  name: 'distributed',
  title: `${ADDRESSES} addresses press as fast as they can, some of them solve proofs of work`,
  async run({ seconds, settings = {} }) {
    const service = await startService(() => {}, { MAX_UNPAID_LINKS_PER_ADDRESS: '20', ...settings });
    try {
      const until = Date.now() + seconds * 1000;
      const attack = (solves: number) => (n: number) =>
        press(service.port, { body: { offer: 'tshirt' }, address: botAddress(n), solves });
      const solvedByBots: boolean[] = [];
      const bots = Promise.all([
        flood(SIMPLE_BOTS, until, attack(0)),
        flood(SOLVING_BOTS, until, async (n) => void solvedByBots.push(gotLink(await attack(1)(n)))),
      ]);
      const catalog = every(PRESS_EVERY_MS, until, (n) =>
        press(service.port, { body: { offer: 'tshirt' }, address: `41.${n}.1.1` }),
      );
      const carts = every(PRESS_EVERY_MS, until, async (n) =>
        press(service.port, {
          body: { offer_token: await order(`cart-${n}`, 'cart') },
          address: `105.${n}.1.1`,
          solves: 0,
        }),
      );
      const [[sent], presses, orders] = [await bots, await catalog, await carts];
      return [
        share('presses of the catalog', presses.filter(gotLink).length, presses.length, 95),
        share('signed carts', orders.filter(gotLink).length, orders.length, 100),
        { name: 'challenges that payers solved', value: presses.reduce((sum, { solved }) => sum + solved, 0) },
        { name: 'requests of simple bots', value: sent },
        { name: 'links of bots that solve challenges', value: solvedByBots.filter(Boolean).length },
      ];
    } finally {
      await service.stop();
    }
  },
};
