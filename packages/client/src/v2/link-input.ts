import { z } from 'zod';

import { ANY_IMAGE } from '../files/file-rule.ts';
import { FlatMetadata } from '../ext/link-input.ts';
import { FileField, type SubmissionForm } from '../ext/submission.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { MAX_CENTIMES, centimesText } from '../wire/money.ts';
import { REFUSED_OF_CHANGES, REFUSED_OF_NEW_LINKS, newLinkProblems } from './link-rules.ts';
import { V2_PAYMENT_MODES } from './link.ts';
import { PRICINGS, wireType } from './pricing.ts';
import { SlugInput } from './slug.ts';

/** What would break out of `metadata[key]` is refused. */
const MetadataInput = FlatMetadata.refine(
  (entries) => !Object.keys(entries).some((key) => /[[\]"\p{Control}]/u.test(key)),
  'must have keys without brackets, quotes and line breaks',
);

const Changeable = {
  title: inputText(191),
  details: z.string().max(10_000).nullable().optional(),
  amount: z.int('must be a whole number of centimes').min(1, 'must be above 0').max(MAX_CENTIMES).optional(),
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
  ...REFUSED_OF_NEW_LINKS,
});
const Changes = z.strictObject({ ...Changeable, title: Changeable.title.optional(), ...REFUSED_OF_CHANGES });

/**
 * A new link of v2. `amount` in whole centimes belongs to `FIXED`, where `payment_mode` is `reusable` unless told
 * otherwise; `max_payments` belongs to `limited`, `inactivity_timeout_minutes` (1 to 525,600: the link expires when
 * nobody pays for so long) to `one_shot` and `limited`. An `OPEN` link is always reusable. `settings`: a retry button
 * after a refusal (MyTPE's default: true), payers without details (false). `logo`: JPEG, PNG, GIF or WebP of at most
 * 5 MiB. `metadata`: at most 10 flat texts.
 */
export type V2LinkInput = z.input<typeof Fields>;

/** What shall change; whatever is absent stays, also inside `settings`. `pricing`, `payment_mode`, `slug` never change. */
export type V2LinkChanges = z.input<typeof Changes>;

const LOGO = { logo: ANY_IMAGE } as const;

/** A new link as the texts of a form. */
export const NEW_V2_LINK: SubmissionForm = {
  what: 'new link',
  rules: LOGO,
  schema: Fields.check(newLinkProblems).transform(({ logo: _file, pricing, payment_mode, ...more }) => {
    const mode = pricing === 'FIXED' ? (payment_mode ?? 'reusable') : undefined;
    return texts({ ...more, type: wireType(pricing), payment_mode: mode });
  }),
};

/** Changes of a link as the texts of a form. */
export const V2_LINK_CHANGES: SubmissionForm = {
  what: 'link changes',
  rules: LOGO,
  schema: Changes.transform(({ logo: _file, ...changes }) => texts(changes)),
};

type Value = string | number | boolean | null | undefined;
type Values = Readonly<Record<string, Value>>;

/** Groups become one text per member, `metadata[key]`; yes and no the words `true` and `false`. */
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
