import type { CallOptions, Transport } from '../transport/transport.ts';
import {
  BankAccount,
  type BankAccountChanges,
  type BankAccountInput,
  BankAccountPatch,
  NewBankAccount,
} from './bank-account.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import { readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

/**
 * Bank accounts (`/bank-accounts`). The error of a failed write has an `outcome`. No error contains an account number.
 */
export class BankAccounts {
  readonly #transport: Transport;
  readonly #accounts: Collection<BankAccount, ListQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#accounts = new Collection(transport, '/bank-accounts', BankAccount);
    this.#updates = updates;
  }

  /** Reads one page. Default: the first page. */
  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#accounts.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#accounts.listAll(query, options);
  }

  /** Reads one item. @throws ApiError with status 404 for an unknown id. */
  get(id: string, options?: CallOptions) {
    return this.#accounts.get(id, options);
  }

  /**
   * Creates a bank account and reads it back. Its status is `pending` at first. Not idempotent: if `outcome` is
   * `unknown`, list the accounts and compare `account_number` before you create another one.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: BankAccountInput, options?: CallOptions): Promise<BankAccount> {
    return this.#transport.run(options, async (send, signal) => {
      const { fields } = await readSubmission({ subject: 'new bank account', schema: NewBankAccount }, input, signal);
      const { id } = await send(this.#accounts.creating(JSON.stringify(fields)));
      return await send(this.#accounts.reading(id, 'confirm'));
    });
  }

  /**
   * Updates a bank account and reads it back. MyTPE may review it again.
   * @throws InvalidInputError before anything is sent; NotAppliedError if MyTPE accepted the change but ignored it.
   */
  update(id: string, changes: BankAccountChanges, options?: CallOptions): Promise<BankAccount> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'bank account changes', schema: BankAccountPatch };
      const submission = await readChanges(form, changes, signal);
      const change = { kind: 'bank account', id, items: this.#accounts, submission, alwaysParts: false };
      return await this.#updates.apply(send, change);
    });
  }

  /** Deletes a bank account. Succeeds if it does not exist. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#accounts.pathOf(id)));
  }
}
