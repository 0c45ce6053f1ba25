/** The headers of a request: Node's `request.headers` or `headersDistinct`, a `Headers`, or a plain record, in any case. */
export type WebhookHeaders =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The names of a delivery's headers. */
export interface WebhookHeaderNames {
  readonly signature: string;
  readonly timestamp: string;
  readonly event: string;
  readonly deliveryId: string;
}

/** The names that v2 documents. MyTPE does not document those of ext; the client assumes the same names. */
export const HEADER_NAMES: WebhookHeaderNames = {
  signature: 'X-MytpePay-Signature',
  timestamp: 'X-MytpePay-Timestamp',
  event: 'X-MytpePay-Event',
  deliveryId: 'X-MytpePay-Delivery-Id',
};

/** All values of each header. Empty if the header is missing. */
export type HeaderValues = Readonly<Record<keyof WebhookHeaderNames, readonly string[]>>;

/** Reads the headers of an unverified request. Never throws. */
export function readHeaders(headers: WebhookHeaders, names: WebhookHeaderNames): HeaderValues {
  const entries = entriesOf(headers);
  const valuesOf = (wanted: string) =>
    entries
      .filter(([name]) => name.toLowerCase() === wanted.toLowerCase())
      .flatMap(([, value]) => value)
      .filter((value) => typeof value === 'string');
  return {
    signature: valuesOf(names.signature),
    timestamp: valuesOf(names.timestamp),
    event: valuesOf(names.event),
    deliveryId: valuesOf(names.deliveryId),
  };
}

function entriesOf(headers: unknown): [name: string, value: unknown][] {
  if (typeof headers !== 'object' || headers === null) return [];
  const entries: unknown[] = Symbol.iterator in headers ? [...(headers as Iterable<unknown>)] : Object.entries(headers);
  return entries.filter((entry) => Array.isArray(entry) && typeof entry[0] === 'string') as [string, unknown][];
}
