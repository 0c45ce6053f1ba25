const THIS_MACHINE = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether webhooks may go there: https, or with `allowInsecure` plain http to this machine. */
export function isReceiver(text: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (allowInsecure && protocol === 'http:' && THIS_MACHINE.test(hostname));
}

/** What to tell whoever gave another. */
export function receiverRule(allowInsecure: boolean): string {
  const hint = allowInsecure ? '' : ' (http to this machine: only with the option `allowInsecureWebhooks`)';
  return `must be an https URL${hint}`;
}
