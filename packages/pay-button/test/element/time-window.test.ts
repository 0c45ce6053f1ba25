import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import type { OfferView } from '../../src/api/types.ts';
import { offerView } from './samples.ts';
import { afterwards, backendWith, clearStage, part, placed, read, until } from './stage.ts';

afterEach(clearStage);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const usage = (change: Partial<OfferView['usage']>): OfferView['usage'] => ({
  ...offerView().usage,
  mode: 'time_window',
  ...change,
});

/** A manual clock of the page. */
function clock() {
  const start = new Date('2026-11-21T10:00:00Z').getTime();
  const timers = new Map<number, { at: number; run: () => void }>();
  const { now: realNow } = Date;
  const { setTimeout: set, clearTimeout: clear } = window;
  let now = start;
  let last = 0;
  Date.now = () => now;
  afterwards(() => {
    Date.now = realNow;
    Object.assign(window, { setTimeout: set, clearTimeout: clear });
  });
  return {
    after: (milliseconds: number) => new Date(start + milliseconds).toISOString(),
    /** An element that shows its offer. From now on the test calls its timers. */
    async watch(button: MytpePayButton): Promise<MytpePayButton> {
      await part(button, 'countdown');
      Object.assign(window, {
        setTimeout: (run: () => void, delay = 0) => {
          timers.set(--last, { at: now + delay, run });
          return last;
        },
        clearTimeout: (id?: number) => (id && id < 0 ? timers.delete(id) : clear.call(window, id)),
      });
      button.requestUpdate();
      return button;
    },
    /** Milliseconds until the element's next timer, or `null` without one. */
    next: () => (timers.size > 0 ? Math.min(...[...timers.values()].map(({ at }) => at)) - now : null),
    pass(milliseconds: number): void {
      now += milliseconds;
      for (const [id, { at, run }] of timers)
        if (at <= now) {
          timers.delete(id);
          run();
        }
    },
  };
}

function hide(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const left = async (button: MytpePayButton): Promise<string> => {
  await button.updateComplete;
  return read(await part(button, 'countdown'));
};

describe('an offer with a time window', () => {
  it('shows its end, and counts down by the minute, then by the second', async () => {
    const { after, next, pass, watch } = clock();
    const button = await watch(
      await placed(await backendWith({ usage: usage({ ends_at: after(2 * HOUR + MINUTE) }) })),
    );
    expect(await left(button)).to.equal('Se termine dans 2 heures 1 minute');
    expect(button.shadowRoot!.querySelector('[part=countdown]')!.getAttribute('role')).to.equal('timer');
    expect(read(button.shadowRoot)).to.contain('Jusqu’au 21 novembre 2026');
    expect(next()).to.equal(MINUTE);
    pass(HOUR + 2 * MINUTE);
    expect(await left(button)).to.equal('Se termine dans 59 minutes');
    expect(next()).to.equal(1000);
    pass(1000);
    expect(await left(button)).to.equal('Se termine dans 58 minutes 59 secondes');
  });

  it('stops counting while the page is hidden, and is correct when it returns', async () => {
    const { after, next, pass, watch } = clock();
    afterwards(() => delete (document as { hidden?: boolean }).hidden);
    const button = await watch(await placed(await backendWith({ usage: usage({ ends_at: after(10 * MINUTE) }) })));
    await left(button);
    hide(true);
    pass(1000);
    expect(next()).to.equal(null);
    pass(4 * MINUTE);
    hide(false);
    expect(await left(button)).to.equal('Se termine dans 5 minutes 59 secondes');
    button.remove();
    expect(next()).to.equal(null);
    document.body.append(button);
    expect(await left(button)).to.equal('Se termine dans 5 minutes 59 secondes');
    expect(next()).to.equal(1000);
  });

  it('shows its opening time, and opens without a reload', async () => {
    const { after, pass, watch } = clock();
    const soon = offerView({ availability: 'not_started', usage: usage({ starts_at: after(3000) }) });
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ body: soon }, { body: offerView() }] });
    const button = await watch(await placed(backend));
    expect(await left(button)).to.equal('Ouverture dans 3 secondes');
    expect(button.state).to.equal('closed');
    pass(3000);
    await button.updateComplete;
    pass(0);
    await until('it is open', () => button.state === 'ready');
    expect(read(await part(button, 'pay'))).to.equal('Payer 4 500 DA');
  });

  it('asks the backend once at the end; the backend’s clock decides', async () => {
    const { after, next, pass, watch } = clock();
    const backend = await backendWith({ usage: usage({ ends_at: after(2000) }) });
    const button = await watch(await placed(backend));
    await left(button);
    pass(2000);
    await button.updateComplete;
    pass(0);
    await until('it asked', async () => (await backend.seen('GET /v1/offers/course')).length === 2);
    await button.updateComplete;
    pass(HOUR);
    await button.updateComplete;
    expect(next()).to.equal(null);
    expect(button.state).to.equal('ready');
  });
});
