/** Where the payer is sent. */
export interface Destination {
  /** Sends the payer there. @returns whether they went; if not, a link must be shown. */
  go(url: string): boolean;
  /** Closes what was opened in vain. */
  cancel(): void;
}

/** Browsers inside apps give no handle to a new tab; there the page itself goes. */
const IN_APP = /; wv\)|FBA[NV]|Instagram|Line\//;

/** Opens the way within the press, because a tab opened later is a pop-up. It learns nothing of the page it came from. */
export function openDestination(target: string): Destination {
  const here: Destination = { go: (url) => (location.assign(url), true), cancel: () => {} };
  if (target === '_self') return here;
  let tab: Window | null = null;
  try {
    tab = open('', '_blank');
    if (tab) tab.opener = null;
  } catch {
    // A sandboxed frame may forbid it.
  }
  if (!tab) return IN_APP.test(navigator.userAgent) ? here : { go: () => false, cancel: () => {} };
  return {
    go(url) {
      if (tab.closed) return false;
      tab.location.replace(url);
      return true;
    },
    cancel: () => tab.close(),
  };
}
