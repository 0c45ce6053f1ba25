import { problemOf } from '../../ask-for-missing.ts';
import { usageError } from '../../cli-error.ts';
import { parseAmount } from '../../input/amount.ts';
import type { Session } from '../../session.ts';
import { openPrompts } from '../../terminal/prompts.ts';
import { isConversation } from '../../terminal/surroundings.ts';

/** Who sets the amount: the merchant, who names it in centimes, or the payer. */
interface PriceOptions {
  readonly amount?: number;
  readonly open?: true;
}

/** @throws CliError when nobody sets the amount, or both do. */
export function requirePrice({ amount, open }: PriceOptions): void {
  if (amount === undefined && open === undefined) {
    throw usageError('who sets the amount is missing', 'Add --amount 4500, or --open when the payer chooses.');
  }
  if (amount !== undefined && open) throw usageError('--amount and --open contradict each other', 'Keep one of them.');
}

/** The options with a price, asked for where somebody can answer. */
export async function withPrice<Options extends PriceOptions>(session: Session, options: Options): Promise<Options> {
  const isMissing = options.amount === undefined && options.open === undefined;
  if (!isMissing || !isConversation(session.surroundings)) return options;
  const prompts = await openPrompts(session.surroundings, 'Add --amount or --open.');
  const text = await prompts.text('Amount in dinars; nothing if the payer chooses it', {
    check: (answer) => problemOf(() => parseAmount(answer)),
    optional: true,
  });
  session.out.note('');
  return text === '' ? { ...options, open: true } : { ...options, amount: parseAmount(text) };
}
