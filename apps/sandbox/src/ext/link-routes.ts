import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { LINK_ACTIONS, type LinkAction, allowsAction } from '../model/link-lifecycle.ts';
import { LINK_STATUSES, type Link, type LinkTerms, USAGE_MODES } from '../model/records.ts';
import { createSlug } from '../model/slug.ts';
import { addLink, currentLinks, findLink, timeOf, type World } from '../model/world.ts';
import { type ListAddress, createPage, selectRecords } from './listing.ts';
import { ignoredFields, parseChangedTerms, parseNewTerms, requireChargeable } from './link-terms.ts';
import { notFound, wrongState } from './problem.ts';
import { parseListQuery } from './query.ts';
import { createdLinkView, linkListView, linkView } from './views.ts';

const LIST_RULES = {
  filters: { payment_instance_id: null, status: LINK_STATUSES, usage_mode: USAGE_MODES },
  sortable: ['created_at', 'updated_at', 'title', 'status', 'paid_count', 'total_collected'],
};

const ASSUMED = {
  fields: 'The fields of a list item are not documented: the sandbox sends metadata, and not allowed_payers.',
  update: 'The response to an update is not documented.',
  action: 'The response to publish, pause and resume is not documented: {data} or {message}.',
};

interface ById {
  Params: { id: string };
}

/** Registers `/links`: list, create, read, update and the four actions. */
export function registerLinkRoutes(app: FastifyInstance, world: World, addressOf: (url: string) => ListAddress): void {
  app.get('/links', (request) => {
    request.call?.assumed.push(ASSUMED.fields);
    const query = parseListQuery(request.query, LIST_RULES);
    const links = selectRecords(currentLinks(world), query, ({ title, slug }) => `${title} ${slug}`);
    return createPage(links, query, addressOf(request.url), linkListView);
  });

  app.post('/links', (request, reply) => {
    notePayers(request, world);
    const link = createLink(world, parseNewTerms(request.body, world));
    if (request.call !== undefined) {
      request.call.link_id = link.id;
      const ignored = ignoredFields(request.body);
      if (ignored.length > 0) request.call.assumed.push(`Ignored fields: ${ignored.join(', ')}.`);
    }
    reply.code(201);
    return { data: createdLinkView(link) };
  });

  app.get<ById>('/links/:id', (request) => ({ data: linkView(world, linkOf(world, request.params.id)) }));

  app.put<ById>('/links/:id', (request) => {
    const link = linkOf(world, request.params.id);
    request.call?.assumed.push(ASSUMED.update);
    notePayers(request, world);
    Object.assign(link, parseChangedTerms(request.body, link, world));
    touch(world, link);
    return { data: linkView(world, link) };
  });

  for (const action of Object.keys(LINK_ACTIONS) as LinkAction[]) {
    app.post<ById>(`/links/:id/${action}`, (request) => {
      const link = linkOf(world, request.params.id);
      act(world, link, action);
      if (action === 'archive') return { message: 'Payment link archived.' };
      request.call?.assumed.push(ASSUMED.action);
      return { data: linkView(world, link) };
    });
  }
}

function notePayers({ body, call }: FastifyRequest, { allowedPayersShape: shape }: World): void {
  if (typeof body !== 'object' || body === null || !('allowed_payers' in body)) return;
  const setting = 'allowed_payers_shape in /_sandbox/settings';
  call?.assumed.push(
    `The shape of allowed_payers entries is not documented: the sandbox uses ${shape}, set by ${setting}.`,
  );
}

function createLink(world: World, terms: LinkTerms): Link {
  const now = timeOf(world);
  const link: Link = {
    id: randomUUID(),
    slug: createSlug(world, terms.title),
    status: 'draft',
    paid_count: 0,
    total_collected: 0,
    created_at: now,
    updated_at: now,
    ...terms,
  };
  addLink(world, link);
  return link;
}

function act(world: World, link: Link, action: LinkAction): void {
  const { from, to, done } = LINK_ACTIONS[action];
  if (!allowsAction(link, action)) {
    throw wrongState(`This payment link is ${link.status} and cannot be ${done}; only ${from.join(', ')} can.`);
  }
  if (to === 'active') requireChargeable(link, world);
  link.status = to;
  touch(world, link);
}

function touch(world: World, link: Link): void {
  link.updated_at = timeOf(world);
  world.revision += 1;
}

function linkOf(world: World, id: string): Link {
  const link = findLink(world, id);
  if (link === undefined) throw notFound('PAYMENT_LINK', 'Payment link');
  return link;
}
