import { parseAmount } from '../../arguments.ts';
import { problemOf } from '../../ask-for-missing.ts';
import { usageError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';
import { isInteractive } from '../../terminal/process-context.ts';
import { openPrompts } from '../../terminal/prompts.ts';

/** The amount in centimes, or `open` if the payer chooses it. */
interface PriceOptions {
  readonly amount?: number;
  readonly open?: true;
}

/** Checks that exactly one of `amount` and `open` is set. @throws CliError otherwise. */
export function requirePrice({ amount, open }: PriceOptions): void {
  if (amount === undefined && open === undefined) {
    throw usageError('the amount is missing', 'Add --amount 4500, or --open if the payer chooses the amount.');
  }
  if (amount !== undefined && open) throw usageError('--amount and --open contradict each other', 'Keep one of them.');
}

/** Adds the price to the options. Asks for a missing price if there is a terminal. */
export async function withPrice<Options extends PriceOptions>(session: Session, options: Options): Promise<Options> {
  const isMissing = options.amount === undefined && options.open === undefined;
  if (!isMissing || !isInteractive(session.context)) return options;
  const prompts = await openPrompts(session.context, 'Add --amount or --open.');
  const text = await prompts.text('Amount in dinars (leave empty if the payer chooses it)', {
    check: (answer) => problemOf(() => parseAmount(answer)),
    optional: true,
  });
  session.out.note('');
  return text === '' ? { ...options, open: true } : { ...options, amount: parseAmount(text) };
}
