import { z } from 'zod';

import { FlatMetadata } from '../ext/link-input.ts';
import { FileField, type SubmissionForm } from '../ext/submission.ts';
import { ANY_IMAGE } from '../files/file-rule.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { MAX_CENTIMES, centimesText } from '../wire/money.ts';
import { UNSUPPORTED_IN_CHANGES, UNSUPPORTED_IN_NEW_LINKS, newLinkProblems } from './link-rules.ts';
import { PRICINGS, V2_PAYMENT_MODES, wireType } from './link.ts';
import { SlugInput } from './slug.ts';

/** Metadata without characters that would break the form field `metadata[key]`. */
const MetadataInput = FlatMetadata.refine(
  (entries) => !Object.keys(entries).some((key) => /[[\]"\p{Control}]/u.test(key)),
  'must have keys without brackets, quotes and line breaks',
);

const Changeable = {
  title: inputText(191),
  details: z.string().max(10_000).nullable().optional(),
  amount: z.int('must be a whole number of centimes').min(1, 'must be more than 0').max(MAX_CENTIMES).optional(),
  max_payments: z.int().min(1).max(1_000_000_000).optional(),
  metadata: MetadataInput.optional(),
  settings: z
    .strictObject({ show_retry_button: z.boolean().optional(), allow_anonymous: z.boolean().optional() })
    .optional(),
  inactivity_timeout_minutes: z.int().min(1).max(525_600).optional(),
  logo: FileField.optional(),
};

const Fields = z.strictObject({
  mytpe_pay_id: InputId,
  ...Changeable,
  pricing: z.enum(PRICINGS),
  payment_mode: z.enum(V2_PAYMENT_MODES).optional(),
  slug: SlugInput.optional(),
  ...UNSUPPORTED_IN_NEW_LINKS,
});
const Changes = z.strictObject({ ...Changeable, title: Changeable.title.optional(), ...UNSUPPORTED_IN_CHANGES });

/**
 * A new link of v2. `amount` is an integer in centimes and only allowed with `FIXED`. With `FIXED`, `payment_mode` is
 * `reusable` by default. An `OPEN` link is always reusable. `max_payments` is only allowed with `limited`.
 * `inactivity_timeout_minutes` (1 to 525,600) is only allowed with `one_shot` and `limited`: the link expires if it is
 * not paid for that time. `settings.show_retry_button` shows a retry button after a refused payment (MyTPE's default:
 * `true`). `settings.allow_anonymous` allows payers without details (MyTPE's default: `false`). `logo` is a JPEG, PNG,
 * GIF or WebP of at most 5 MiB. `metadata` has at most 10 keys with strings.
 */
export type V2LinkInput = z.input<typeof Fields>;

/**
 * Changes to a link. Absent fields stay unchanged, also inside `settings`. `pricing`, `payment_mode` and `slug` never
 * change.
 */
export type V2LinkChanges = z.input<typeof Changes>;

const LOGO = { logo: ANY_IMAGE } as const;

/** Converts a new link to the strings of a form. */
export const NEW_V2_LINK: SubmissionForm = {
  subject: 'new link',
  rules: LOGO,
  schema: Fields.check(newLinkProblems).transform(({ logo: _file, pricing, payment_mode, ...more }) => {
    const mode = pricing === 'FIXED' ? (payment_mode ?? 'reusable') : undefined;
    return texts({ ...more, type: wireType(pricing), payment_mode: mode });
  }),
};

/** Converts changes to a link to the strings of a form. */
export const V2_LINK_CHANGES: SubmissionForm = {
  subject: 'link changes',
  rules: LOGO,
  schema: Changes.transform(({ logo: _file, ...changes }) => texts(changes)),
};

type Value = string | number | boolean | null | undefined;
type Values = Readonly<Record<string, Value>>;

/**
 * Converts fields to strings. Objects become one string per key, `metadata[key]`. Booleans become `true` and `false`.
 */
function texts(fields: Readonly<Record<string, Value | Values>>): Record<string, string | null> {
  const given = Object.entries(fields).flatMap(([name, value]): [string, Value][] => {
    if (typeof value !== 'object' || value === null) return [[name, value]];
    return Object.entries(value).map(([key, member]) => [`${name}[${key}]`, member]);
  });
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[name, textOf(name, value)]])),
  );
}

function textOf(name: string, value: Exclude<Value, undefined>): string | null {
  if (name === 'amount') return centimesText(Number(value));
  return value === null ? null : String(value);
}
