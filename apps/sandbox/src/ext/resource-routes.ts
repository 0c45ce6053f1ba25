import type { FastifyInstance, FastifyRequest } from 'fastify';

import { type FormBody, readForm } from './form-body.ts';
import { type ListAddress, createPage, selectRecords } from './listing.ts';
import { ApiProblem, notFound } from './problem.ts';
import { type ListRules, parseListQuery } from './query.ts';

/** What the API does with one kind of record. Whatever it refuses, it throws. */
export interface Resource<Item> {
  /** Like `/brands`. */
  readonly path: string;
  /** For a 404: `['BRAND', 'Brand']`. */
  readonly name: readonly [code: string, label: string];
  readonly rules: ListRules;
  readonly updateMethod: 'PUT' | 'PATCH';
  /** Why a create answers as it does, where the reference does not say it of this resource. */
  readonly assumed?: { readonly create?: string; readonly remove?: string };
  readonly items: () => ReadonlyMap<string, Item>;
  readonly searched: (item: Item) => string;
  readonly listView: (item: Item) => object;
  readonly view: (item: Item) => object;
  /** @returns what `data` holds in the answer. */
  readonly create: (form: FormBody) => object;
  readonly change: (item: Item, form: FormBody) => object;
  readonly remove: (item: Item) => void;
}

interface ById {
  Params: { id: string };
}

const ASSUMED = {
  fields: 'Whether list items carry their nested records is not documented: they do not here.',
  change: 'Which fields the answer to an update carries is not documented.',
};

/** What is documented for identifications alone, and read the same way elsewhere. */
export const BY_ANALOGY = {
  create: 'That a create answers 201 {data} is assumed here, by analogy with identifications; so are its field rules.',
  remove: 'That a delete answers 200 {message} is assumed here, by analogy with identifications.',
};

/** List, create, read, update and delete. */
export function registerResource<Item extends { readonly id: string; readonly created_at: string }>(
  app: FastifyInstance,
  resource: Resource<Item>,
  addressOf: (url: string) => ListAddress,
): void {
  const { path, rules, name, updateMethod } = resource;
  const itemOf = (request: FastifyRequest<ById>): Item => {
    const item = resource.items().get(request.params.id);
    if (item === undefined) throw notFound(...name);
    return item;
  };
  const change = async (request: FastifyRequest<ById>, form: FormBody): Promise<object> => {
    const item = itemOf(request);
    request.call?.assumed.push(ASSUMED.change);
    return { data: resource.change(item, form) };
  };

  app.get(path, (request) => {
    request.call?.assumed.push(ASSUMED.fields);
    const query = parseListQuery(request.query, rules);
    const items = selectRecords([...resource.items().values()], query, resource.searched);
    return createPage(items, query, addressOf(request.url), resource.listView);
  });
  app.post(path, async (request, reply) => {
    const data = resource.create(await readForm(request));
    if (resource.assumed?.create !== undefined) request.call?.assumed.push(resource.assumed.create);
    reply.code(201);
    return { data };
  });
  app.get<ById>(`${path}/:id`, (request) => ({ data: resource.view(itemOf(request)) }));
  app.route<ById>({
    method: updateMethod,
    url: `${path}/:id`,
    handler: async (request) => change(request, await readForm(request)),
  });
  // PHP reads no multipart body of a PUT: frameworks written in it take a POST that says what it stands for.
  app.post<ById>(`${path}/:id`, async (request) => {
    const { fields, files } = await readForm(request);
    const { _method: method, ...rest } = fields;
    if (String(method).toUpperCase() === updateMethod) return change(request, { fields: rest, files });
    const message = `The POST method is not supported here; send ${updateMethod}, or POST with _method=${updateMethod}.`;
    throw new ApiProblem(405, { error: 'METHOD_NOT_ALLOWED', message }, 'Nothing says that _method is understood.');
  });
  app.delete<ById>(`${path}/:id`, (request) => {
    resource.remove(itemOf(request));
    if (resource.assumed?.remove !== undefined) request.call?.assumed.push(resource.assumed.remove);
    return { message: `${name[1]} deleted.` };
  });
}
