import { type Warning, warning } from './messages.ts';

/** A page, as far as it decides what an address means. */
export interface Place {
  readonly href: string;
  readonly protocol: string;
}

/** An address of a backend that cannot be one. */
export function wrongEndpoint(endpoint: string, { href, protocol }: Place): Warning[] {
  if (!/^https?:\/\//i.test(endpoint)) {
    const isHost = /^[\w-]+(?:\.[\w-]+)+/.test(endpoint) || /^localhost\b/.test(endpoint);
    const meant = isHost ? `https://${endpoint}` : new URL(endpoint, href).href;
    return [warning('endpoint_scheme', endpoint, meant)];
  }
  const [, origin, path] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(endpoint)!;
  const alone = origin! + path!.replace(/(?:\/(?:v1|pay)(?![^/?#])|\/[^/]*\.js|[?#]).*$/i, '');
  return [
    ...(alone === endpoint ? [] : [warning('endpoint_path', endpoint, alone)]),
    ...(protocol === 'https:' && /^http:\/\/(?!localhost|127\.)/i.test(endpoint)
      ? [warning('endpoint_insecure', endpoint)]
      : []),
  ];
}
