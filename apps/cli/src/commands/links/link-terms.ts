import type { LinkChanges, LinkInput, UsageMode } from '@mytpe-pay/client';
import { type Command, Option } from 'commander';

import { collect, collectPair, parseAmount, parseMoment, wholeNumber } from '../../arguments.ts';
import { usageError } from '../../cli-error.ts';
import type { WatchOptions } from '../../watch.ts';
import { requirePrice } from './link-price.ts';
import { type V2TermOptions, v2TermOptions } from './v2-link-options.ts';

/** The usage modes, repeated here because the client is loaded only before a request. */
export const USAGE_MODES = [
  'one_shot',
  'limited',
  'reusable',
  'capped_amount',
  'time_window',
  'whitelist',
] as const satisfies readonly UsageMode[];

/** The options for the terms of a link. */
export interface TermOptions extends V2TermOptions {
  readonly title?: string;
  readonly description?: string;
  readonly amount?: number;
  readonly open?: true;
  readonly min?: number;
  readonly max?: number;
  readonly usage?: UsageMode;
  readonly uses?: number;
  readonly target?: number;
  readonly from?: Date;
  readonly until?: Date;
  readonly expires?: Date;
  readonly payer?: string[];
  readonly form?: string;
  readonly meta?: Record<string, string>;
}

/** The options of a new link. */
export interface CreateOptions extends TermOptions, WatchOptions {
  readonly title: string;
  readonly instance?: string;
  readonly ref?: string;
  readonly slug?: string;
  readonly publish?: true;
  readonly qr: boolean;
}

/** Adds the options for the terms of a link. With `isNew`, their help contains the defaults. */
export function termOptions(command: Command, { isNew = false } = {}): Command {
  const unless = (text: string) => (isNew ? ` (default: ${text})` : '');
  command
    .option('--description <text>', 'shown to the payer below the title')
    .option('--amount <dinars>', 'fixed price, like 4500 or "4 500,50"', parseAmount)
    .option('--open', 'the payer chooses the amount')
    .option('--min <dinars>', 'smallest amount, with --open', parseAmount)
    .option('--max <dinars>', 'largest amount, with --open', parseAmount)
    .addOption(new Option('--usage <mode>', `how often it can be paid${unless(DEFAULT_USAGE)}`).choices(USAGE_MODES))
    .option('--uses <count>', 'limited: maximum number of payments', wholeNumber(1, 1_000_000_000))
    .option('--target <dinars>', 'capped_amount: total amount to collect', parseAmount)
    .option('--from <moment>', 'time_window: start (Algiers time)', parseMoment)
    .option('--until <moment>', 'time_window: end (Algiers time)', parseMoment)
    .option('--payer <email or phone>', 'whitelist: allowed payer; may be repeated', collect)
    .option('--expires <moment>', `expiry, Algiers time${unless('never')}`, parseMoment)
    .option(
      '--form <id>',
      `published form that the payer fills in; "" for no form${unless('no form, the payment is anonymous')}`,
    )
    .option('--meta <key=value>', 'metadata, included in webhooks; may be repeated', collectPair);
  return v2TermOptions(command, unless);
}

const DEFAULT_USAGE =
  'the mode of --uses, --target, --from, --until or --payer; otherwise one_shot, or reusable with --open and in v2';

/** The usage mode that each option implies. */
const MODE_OF_OPTION = [
  ['uses', 'limited'],
  ['target', 'capped_amount'],
  ['from', 'time_window'],
  ['until', 'time_window'],
  ['payer', 'whitelist'],
] as const satisfies readonly (readonly [keyof TermOptions, UsageMode])[];

/**
 * Returns the usage mode. Without `--usage`, it is the mode that the other options imply. Otherwise it is `one_shot`,
 * or `reusable` with `--open`.
 */
export function usageOf(options: TermOptions): UsageMode {
  if (options.usage !== undefined) return options.usage;
  const given = MODE_OF_OPTION.filter(([option]) => options[option] !== undefined);
  const modes = new Set(given.map(([, mode]) => mode));
  if (modes.size > 1) {
    const typed = given.map(([option]) => `--${option}`).join(', ');
    throw usageError(
      `${typed} belong to different usage modes, but a link has only one`,
      'Keep the options of one mode.',
    );
  }
  return [...modes][0] ?? (options.open ? 'reusable' : 'one_shot');
}

/** Returns the terms of a new link. @throws CliError for contradictory options. */
export function newTerms(options: TermOptions & { title: string }): Omit<LinkInput, 'payment_instance_id'> {
  requirePrice(options);
  const amount_mode = options.open ? 'open' : 'fixed';
  return { ...changedTerms(options), title: options.title, amount_mode, usage_mode: usageOf(options) };
}

/** Returns the changes to a link. */
export function changedTerms(options: TermOptions): LinkChanges {
  const terms: LinkChanges = {
    title: options.title,
    description: options.description,
    amount: options.amount,
    min_amount: options.min,
    max_amount: options.max,
    max_uses: options.uses,
    target_amount: options.target,
    starts_at: options.from,
    ends_at: options.until,
    expires_at: options.expires,
    allowed_payers: options.payer,
    form_id: options.form,
    metadata: options.meta,
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}
