import type { CallOptions, Transport } from '../transport/transport.ts';
import {
  type BankAccountChanges,
  type BankAccountInput,
  BankAccountPatch,
  NewBankAccount,
} from './bank-account-input.ts';
import { BankAccount } from './bank-account.ts';
import { Collection, type ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import { readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

/** Bank accounts (`/bank-accounts`). Every failed write carries its `outcome`; no error shows an account number. */
export class BankAccounts {
  readonly #transport: Transport;
  readonly #accounts: Collection<BankAccount, ListQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#accounts = new Collection(transport, '/bank-accounts', BankAccount);
    this.#updates = updates;
  }

  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#accounts.list(query, options);
  }

  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#accounts.listAll(query, options);
  }

  get(id: string, options?: CallOptions) {
    return this.#accounts.get(id, options);
  }

  /**
   * Makes a bank account, `pending` at first, and reads it back. Not idempotent: after an error whose `outcome` is
   * `unknown`, list and compare `account_number` before creating another.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: BankAccountInput, options?: CallOptions): Promise<BankAccount> {
    return this.#transport.run(options, async (send, signal) => {
      const { fields } = await readSubmission({ what: 'new bank account', schema: NewBankAccount }, input, signal);
      const { id } = await send(this.#accounts.creating(JSON.stringify(fields)));
      return await send(this.#accounts.reading(id, 'confirm'));
    });
  }

  /**
   * Changes a bank account and reads it back; it may return to review.
   * @throws InvalidInputError before anything is sent; NotAppliedError when MyTPE accepted the change and ignored it.
   */
  update(id: string, changes: BankAccountChanges, options?: CallOptions): Promise<BankAccount> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'bank account changes', schema: BankAccountPatch };
      const submission = await readChanges(form, changes, signal);
      const change = { kind: 'bank account', id, items: this.#accounts, submission, alwaysParts: false };
      return await this.#updates.apply(send, change);
    });
  }

  /** Resolves also when there was none. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#accounts.pathOf(id)));
  }
}
