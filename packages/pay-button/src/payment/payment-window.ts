/** The tab, or this page, that the payer is sent to. */
export interface PaymentWindow {
  /** Sends the payer to `url`. @returns `false` where the tab is gone or was never allowed: the link must be shown. */
  go(url: string): boolean;
  /** Closes the tab when the link could not be created. */
  close(): void;
}

/** Browsers inside apps give no handle to a new tab: this page goes to the link instead. */
const IN_APP = /; wv\)|FBA[NV]|Instagram|Line\//;

/**
 * Opens the tab within the press, because browsers block a tab that is opened later. Its `opener` is null, so that it cannot
 * navigate this page.
 */
export function openPaymentWindow(target: string): PaymentWindow {
  const here: PaymentWindow = { go: (url) => (location.assign(url), true), close: () => {} };
  if (target === '_self') return here;
  let tab: Window | null = null;
  try {
    tab = open('', '_blank');
    if (tab) tab.opener = null;
  } catch {
    // A sandboxed frame may forbid it.
  }
  if (!tab) return IN_APP.test(navigator.userAgent) ? here : { go: () => false, close: () => {} };
  return {
    go(url) {
      if (tab.closed) return false;
      tab.location.replace(url);
      return true;
    },
    close: () => tab.close(),
  };
}
