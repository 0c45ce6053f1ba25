import { z } from 'zod';

import { MONEY_PATTERN } from './money/centimes.ts';

/** An amount in dinars, as a string with two decimals. */
export const Money = z.string().regex(MONEY_PATTERN, 'must be dinars as text with two decimals, like "1500.00"');

/** A date and time, as ISO 8601 in UTC. */
export const Timestamp = z.iso.datetime();

/** The id of an offer, as in URLs, HTML attributes and the catalog. */
export const OfferId = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/,
    'must be 1 to 64 of a-z, 0-9, - and _, starting and ending with a letter or digit',
  );

/** The backend's id of a link: `lnk_` and at least 122 random bits. A client that knows the id may read the link. */
export const LinkId = z.string().regex(/^lnk_[A-Za-z0-9_-]{22,43}$/, 'must be a link id, like "lnk_…"');

/** The page's own order id. The backend stores it without verifying it. */
export const Reference = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 of letters, digits, dot, underscore and hyphen');

/**
 * The value of the `Idempotency-Key` header. The minimum length prevents guessing, because the key gives access to the
 * link and its receipt.
 */
export const IdempotencyKey = z
  .string()
  .regex(
    /^[\x21-\x7e]{22,255}$/,
    'must be 22 to 255 printable ASCII characters without spaces: generate a random key for each payment',
  );
