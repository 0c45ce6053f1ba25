/** Headers of which a second one would leave it to each reader, a proxy or this service, to choose one. */
const SINGLE = ['host', 'origin', 'content-type', 'authorization', 'sec-fetch-site', 'idempotency-key'] as const;
/** A bit for each length that occurs, so that most headers of a request need no comparison. */
const LENGTHS = SINGLE.reduce((bits, { length }) => bits | (1 << length), 0);

/**
 * Returns the first header that a request holds twice although it must be there once, in lower case.
 * @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them.
 */
export function repeatedHeader(raw: readonly string[]): string | undefined {
  let seen = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!;
    if (name.length > 15 || ((LENGTHS >> name.length) & 1) === 0) continue;
    const index = SINGLE.indexOf(name.toLowerCase() as (typeof SINGLE)[number]);
    if (index < 0) continue;
    if ((seen >> index) & 1) return SINGLE[index];
    seen |= 1 << index;
  }
  return undefined;
}
