import type { CallOptions, Transport } from '../transport/transport.ts';
import { BRAND_FILES, Brand, type BrandChanges, type BrandInput, BrandPatch, NewBrand } from './brand.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import { formOf, readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

/** Brands (`/brands`). The error of a failed write has an `outcome`. */
export class Brands {
  readonly #transport: Transport;
  readonly #brands: Collection<Brand, ListQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#brands = new Collection(transport, '/brands', Brand);
    this.#updates = updates;
  }

  /** Reads one page. Default: the first page. */
  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#brands.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#brands.listAll(query, options);
  }

  /** Reads one item. @throws ApiError with status 404 for an unknown id. */
  get(id: string, options?: CallOptions) {
    return this.#brands.get(id, options);
  }

  /**
   * Returns the brands of one identification. Reads all brands, because MyTPE has no such filter. MyTPE creates a brand
   * with each identification, so look here before you create another one.
   */
  async listOf(identificationId: string, options?: CallOptions): Promise<Brand[]> {
    const found: Brand[] = [];
    for await (const brand of this.#brands.listAll({}, options)) {
      if ((brand.identification_id ?? brand.identification?.id) === identificationId) found.push(brand);
    }
    return found;
  }

  /**
   * Creates a brand and reads it back. Its status is `pending` at first. Not idempotent: if `outcome` is `unknown`,
   * call `listOf` before you create another one.
   * @throws InvalidInputError before anything is sent, also for an invalid file.
   */
  create(input: BrandInput, options?: CallOptions): Promise<Brand> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'new brand', schema: NewBrand, rules: BRAND_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const { id } = await send(this.#brands.creating(body));
      return await send(this.#brands.reading(id, 'confirm'));
    });
  }

  /**
   * Updates a brand and reads it back. MyTPE may review it again.
   * @throws InvalidInputError before anything is sent; NotAppliedError if MyTPE accepted the change but ignored it.
   */
  update(id: string, changes: BrandChanges, options?: CallOptions): Promise<Brand> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'brand changes', schema: BrandPatch, rules: BRAND_FILES };
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

  /** Deletes a brand. Succeeds if it does not exist. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#brands.pathOf(id)));
  }
}
