/** The tab for the payment page: a new one, or this one. */
export interface PaymentWindow {
  /** Sends the payer to `url`. @returns `false` if the tab is closed or was blocked, so that the link must be shown. */
  go(url: string): boolean;
  /** Closes the tab if the link could not be created. */
  close(): void;
}

/** Browsers inside apps return no handle for a new tab, so this page itself goes to the link. */
const IN_APP = /; wv\)|FBA[NV]|Instagram|Line\//;

/**
 * Opens the tab during the click, because browsers block a tab that opens later. On the payment page its `opener` is null, so
 * that it cannot navigate this page.
 */
export function openPaymentWindow(target: string): PaymentWindow {
  const here: PaymentWindow = { go: (url) => (location.assign(url), true), close: () => {} };
  if (target === '_self') return here;
  let tab: Window | null = null;
  try {
    tab = open('', '_blank');
  } catch {
    // A sandboxed frame may forbid a new tab.
  }
  if (!tab) return IN_APP.test(navigator.userAgent) ? here : { go: () => false, close: () => {} };
  return {
    go(url) {
      if (tab.closed) return false;
      tab.location.replace(url);
      // Not before the line above: a sandboxed frame may only navigate and close a tab that it is the opener of.
      tab.opener = null;
      return true;
    },
    close: () => tab.close(),
  };
}
