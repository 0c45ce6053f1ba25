import type { CallOptions, Transport } from '../transport/transport.ts';
import { BRAND_FILES, type BrandChanges, type BrandInput, BrandPatch, NewBrand } from './brand-input.ts';
import { Brand } from './brand.ts';
import { Collection, type ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import { formOf, readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

/** Brands (`/brands`). Every failed write carries its `outcome`. */
export class Brands {
  readonly #transport: Transport;
  readonly #brands: Collection<Brand, ListQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#brands = new Collection(transport, '/brands', Brand);
    this.#updates = updates;
  }

  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#brands.list(query, options);
  }

  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#brands.listAll(query, options);
  }

  get(id: string, options?: CallOptions) {
    return this.#brands.get(id, options);
  }

  /**
   * The brands of one identification, found by reading all: MyTPE has no such filter. An identification comes with a
   * brand of its name: look here before creating another.
   */
  async listOf(identificationId: string, options?: CallOptions): Promise<Brand[]> {
    const found: Brand[] = [];
    for await (const brand of this.#brands.listAll({}, options)) {
      if ((brand.identification_id ?? brand.identification?.id) === identificationId) found.push(brand);
    }
    return found;
  }

  /**
   * Makes a brand, `pending` at first, and reads it back. Not idempotent: after an error whose `outcome` is `unknown`,
   * see `listOf` before creating another.
   * @throws InvalidInputError before anything is sent, the files included.
   */
  create(input: BrandInput, options?: CallOptions): Promise<Brand> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'new brand', schema: NewBrand, rules: BRAND_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const { id } = await send(this.#brands.creating(body));
      return await send(this.#brands.reading(id, 'confirm'));
    });
  }

  /**
   * Changes a brand and reads it back; it may return to review.
   * @throws InvalidInputError before anything is sent; NotAppliedError when MyTPE accepted the change and ignored it.
   */
  update(id: string, changes: BrandChanges, options?: CallOptions): Promise<Brand> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'brand changes', schema: BrandPatch, rules: BRAND_FILES };
      const submission = await readChanges(form, changes, signal);
      return await this.#updates.apply(send, {
        kind: 'brand',
        id,
        items: this.#brands,
        submission,
        alwaysParts: true,
        hasFile: (brand, field) => brand[field as keyof typeof BRAND_FILES] !== null,
      });
    });
  }

  /** Resolves also when there was none. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#brands.pathOf(id)));
  }
}
