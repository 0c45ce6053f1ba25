/**
 * Features newer than the oldest supported browsers: Chrome and Android WebView 100, Safari 16.4, Firefox 115. A comment
 * names the first version with each. Source: MDN's tables, limited to features that a page might use.
 */
export const NEWER_FEATURES: readonly string[] = [
  // Chrome 103
  'AbortSignal.timeout',
  // Chrome 105, Safari 17.4
  'Element.prototype.checkVisibility',
  'Element.prototype.setHTML',
  // Chrome 110
  'Array.prototype.toReversed',
  'Array.prototype.toSorted',
  'Array.prototype.toSpliced',
  // Chrome 111
  'String.prototype.isWellFormed',
  'String.prototype.toWellFormed',
  'Document.prototype.startViewTransition',
  // Chrome 114
  'HTMLElement.prototype.showPopover',
  'HTMLElement.prototype.hidePopover',
  'HTMLElement.prototype.togglePopover',
  // Chrome 116
  'AbortSignal.any',
  // Chrome 117
  'Object.groupBy',
  'Map.groupBy',
  // Chrome 119, 120, 121
  'Promise.withResolvers',
  'URL.canParse',
  'Array.fromAsync',
  // Chrome 122
  'Set.prototype.union',
  'Set.prototype.intersection',
  'Set.prototype.difference',
  'Set.prototype.symmetricDifference',
  'Set.prototype.isSubsetOf',
  'Set.prototype.isSupersetOf',
  'Set.prototype.isDisjointFrom',
  'Iterator.prototype.take',
  'Iterator.prototype.drop',
  'Iterator.prototype.toArray',
  // Chrome 124
  'Element.prototype.setHTMLUnsafe',
  'Element.prototype.getHTML',
  // Chrome 126 and later
  'URL.parse',
  'Promise.try',
  'Intl.DurationFormat',
  'Element.prototype.moveBefore',
  'RegExp.escape',
  'Math.sumPrecise',
  'Error.isError',
  'Uint8Array.fromBase64',
  'Uint8Array.prototype.toBase64',
  'Map.prototype.getOrInsert',
  'Temporal',
  // Firefox 125, and no Firefox or Safari for long
  'Intl.Segmenter',
  'HTMLElement.prototype.inert',
  'requestIdleCallback',
  'scheduler',
  'navigation',
  'cookieStore',
  'CloseWatcher',
  'URLPattern',
  'trustedTypes',
  'Navigator.prototype.userAgentData',
  'Navigator.prototype.share',
  'Navigator.prototype.canShare',
];

/** The features that the code may use without a check at the same place, with the reason. */
export const GUARDED_ELSEWHERE: Readonly<Record<string, string>> = {
  trustedTypes: 'Lit uses plain strings without it',
  share: 'the share dialog is offered only if it exists; the element has a property of this name',
};
