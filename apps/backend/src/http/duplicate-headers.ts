/** Headers of which a second one would leave it to each reader, a proxy or this service, to choose one. */
const SINGLE = ['Host', 'Origin', 'Content-Type', 'Authorization', 'Sec-Fetch-Site', 'Idempotency-Key'];
const LOWER_CASE = SINGLE.map((name) => name.toLowerCase());
/** A bit for each length that occurs, so that most headers of a request need no comparison. */
const LENGTHS = SINGLE.reduce((bits, { length }) => bits | (1 << length), 0);

/**
 * Returns the first header that a request holds twice although it must be there once.
 * @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them.
 */
export function repeatedHeader(raw: readonly string[]): string | undefined {
  let seen = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!;
    if (name.length > 15 || ((LENGTHS >> name.length) & 1) === 0) continue;
    const index = LOWER_CASE.indexOf(name.toLowerCase());
    if (index < 0) continue;
    if ((seen >> index) & 1) return SINGLE[index];
    seen |= 1 << index;
  }
  return undefined;
}
