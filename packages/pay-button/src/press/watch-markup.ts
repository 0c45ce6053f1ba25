import type { Host } from '../model.ts';
import { sayOnce } from '../payment/say-once.ts';

/** Where pages are written. */
const WORKSHOP = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.(?:localhost|local|test))?$/;

/**
 * Has whoever writes the page told what is wrong with it. Only where something failed that another try will not mend, where
 * pages are written, and where no real money moves: a shop's payers load none of it.
 */
export function watchMarkup(host: Host, element: HTMLElement): void {
  const { amount } = host.page;
  const look = (): void => {
    const { error, offer } = host.model;
    const wrong = error && (!error.retryable || error.code === 'network');
    if (!wrong && offer?.environment !== 'sandbox' && !WORKSHOP.test(location.hostname)) return;
    import('../hints/hints.ts').then(
      ({ tell }) => tell(host, element, amount, sayOnce),
      () => {},
    );
  };
  if (host.model.state !== 'loading') look();
  element.addEventListener('mytpe-ready', look);
  element.addEventListener('mytpe-error', look);
}
