import { type Hint, hint } from './messages.ts';

/** A page, as far as it decides what an address means. */
export interface Place {
  readonly href: string;
  readonly protocol: string;
}

/** An address of a backend that cannot be one. */
export function wrongEndpoint(endpoint: string, { href, protocol }: Place): Hint[] {
  if (!/^https?:\/\//i.test(endpoint)) {
    const isHost = /^[\w-]+(?:\.[\w-]+)+/.test(endpoint) || /^localhost\b/.test(endpoint);
    const meant = isHost ? `https://${endpoint}` : new URL(endpoint, href).href;
    return [hint('endpointScheme', endpoint, meant)];
  }
  const [, origin, path] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(endpoint)!;
  const alone = origin! + path!.replace(/(?:\/(?:v1|pay)(?![^/?#])|\/[^/]*\.js|[?#]).*$/i, '');
  return [
    ...(alone === endpoint ? [] : [hint('endpointPath', endpoint, alone)]),
    ...(protocol === 'https:' && /^http:\/\/(?!localhost|127\.)/i.test(endpoint)
      ? [hint('endpointInsecure', endpoint)]
      : []),
  ];
}
