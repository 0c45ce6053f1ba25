import type { FastifyInstance, FastifyRequest } from 'fastify';

import { type FormBody, readForm } from './form-body.ts';
import { type ListAddress, createPage, selectRecords } from './listing.ts';
import { ApiProblem, notFound } from './problem.ts';
import { type ListRules, parseListQuery } from './query.ts';

/** The operations of the API on one kind of record. Each throws its refusals. */
export interface Resource<Item> {
  /** The path, such as `/brands`. */
  readonly path: string;
  /** The name in a 404: `['BRAND', 'Brand']`. */
  readonly name: readonly [code: string, label: string];
  readonly rules: ListRules;
  readonly updateMethod: 'PUT' | 'PATCH';
  /** Notes on the undocumented responses of this resource. */
  readonly assumed?: Assumptions;
  readonly items: () => ReadonlyMap<string, Item>;
  readonly searched: (item: Item) => string;
  readonly listView: (item: Item) => object;
  readonly view: (item: Item) => object;
  /** @returns the content of `data` in the response. */
  readonly create: (form: FormBody) => object;
  readonly change: (item: Item, form: FormBody) => object;
  readonly remove: (item: Item) => void;
}

interface ById {
  Params: { id: string };
}

/** A note for each operation. The call log shows it next to each call. */
interface Assumptions {
  readonly list?: string;
  readonly create?: string;
  readonly change?: string;
  readonly remove?: string;
}

/** A note on list items without their nested records. */
export const LISTED_WITHOUT_NESTED = 'The nested records of list items are not documented: the sandbox omits them.';

const METHOD_OVERRIDE = 'The reference does not document a POST with _method.';

/** Documented for identifications only. Assumed for brands, bank accounts and forms. */
export const BY_ANALOGY = {
  list: LISTED_WITHOUT_NESTED,
  create: 'The 201 {data} and the field rules of a create are assumed by analogy with identifications.',
  change: 'The fields in the response to an update are not documented.',
  remove: 'The 200 {message} of a delete is assumed by analogy with identifications.',
} as const satisfies Assumptions;

/** Registers the list, create, read, update and delete operations. */
export function registerResource<Item extends { readonly id: string; readonly created_at: string }>(
  app: FastifyInstance,
  resource: Resource<Item>,
  addressOf: (url: string) => ListAddress,
): void {
  const { path, rules, name, updateMethod, assumed } = resource;
  const note = ({ call }: FastifyRequest, text: string | undefined): void => {
    if (text !== undefined) call?.assumed.push(text);
  };
  const itemOf = (request: FastifyRequest<ById>): Item => {
    const item = resource.items().get(request.params.id);
    if (item === undefined) throw notFound(...name);
    return item;
  };
  const change = async (request: FastifyRequest<ById>, form: FormBody): Promise<object> => {
    const item = itemOf(request);
    note(request, assumed?.change);
    return { data: resource.change(item, form) };
  };

  app.get(path, (request) => {
    note(request, assumed?.list);
    const query = parseListQuery(request.query, rules);
    const items = selectRecords([...resource.items().values()], query, resource.searched);
    return createPage(items, query, addressOf(request.url), resource.listView);
  });
  app.post(path, async (request, reply) => {
    const data = resource.create(await readForm(request));
    note(request, assumed?.create);
    reply.code(201);
    return { data };
  });
  app.get<ById>(`${path}/:id`, (request) => ({ data: resource.view(itemOf(request)) }));
  app.route<ById>({
    method: updateMethod,
    url: `${path}/:id`,
    handler: async (request) => change(request, await readForm(request)),
  });
  // PHP parses no multipart body of a PUT. PHP frameworks accept a POST with `_method` instead.
  app.post<ById>(`${path}/:id`, async (request) => {
    const { fields, files } = await readForm(request);
    const { _method: method, ...rest } = fields;
    if (String(method).toUpperCase() === updateMethod) {
      note(request, METHOD_OVERRIDE);
      return change(request, { fields: rest, files });
    }
    const message = `The POST method is not supported here. Send ${updateMethod}, or POST with _method=${updateMethod}.`;
    throw new ApiProblem(405, { error: 'METHOD_NOT_ALLOWED', message }, METHOD_OVERRIDE);
  });
  app.delete<ById>(`${path}/:id`, (request) => {
    resource.remove(itemOf(request));
    note(request, assumed?.remove);
    return { message: `${name[1]} deleted.` };
  });
}
