import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { V2Link } from '../model/v2-records.ts';
import { timeOf, type World } from '../model/world.ts';
import { announceV2Link } from './events.ts';
import { type FormBody, readsForm } from './form-body.ts';
import { unknownFields } from './link-fields.ts';
import { createLink, updateLink } from './link-terms.ts';
import { checkLogo, dropLogo, replaceLogo } from './logos.ts';
import { paginate } from './paging.ts';
import { forbidden, notFound, refusal } from './problem.ts';
import { createdLinkView, linkListView, linkView, undocumentedIn, updatedLinkView } from './views.ts';

interface ById {
  Params: { id: string };
}

const LIST_ASSUMED = 'The omitted fields of a list item are not documented, except payment_link.';

/** Registers `/links/…` and `/{id}/links`: create, read, list, update, toggle, delete. */
export function registerLinkRoutes(app: FastifyInstance, world: World, baseUrl: () => string): void {
  app.post('/links/store', readsForm, (request, reply) => {
    const { form } = request;
    noteUnknown(request, form, 'new');
    const logo = checkLogo(world, form.logo);
    const link = createLink(world, form.fields);
    link.logo = replaceLogo(world, null, logo);
    addLink(world, link);
    if (request.call !== undefined) request.call.link_id = link.id;
    request.call?.assumed.push(...undocumentedIn(link));
    announceV2Link(world, 'pay_link.created', link);
    reply.code(201);
    return done('Pay link created successfully', createdLinkView(link, baseUrl()));
  });

  app.get<ById>('/links/:id', (request) => {
    const link = linkOf(world, request.params.id);
    request.call?.assumed.push(...undocumentedIn(link));
    return done('Pay link retrieved successfully', linkView(link, world.v2Instances.get(link.mytpe_pay_id), baseUrl()));
  });

  app.get<ById>('/:id/links', (request) => {
    request.call?.assumed.push(LIST_ASSUMED);
    const instance = world.v2Instances.get(request.params.id);
    if (instance === undefined) throw notFound('Payment instance');
    const links = [...world.v2Links.values()].filter(({ mytpe_pay_id }) => mytpe_pay_id === instance.id).toReversed();
    const page = paginate(links, request.query, (link) => linkListView(link, instance, baseUrl()));
    return done('Pay links retrieved successfully', page);
  });

  app.post<ById>('/links/update/:id', readsForm, (request) => {
    const { form } = request;
    noteUnknown(request, form, 'change');
    const method = form.fields['_method'];
    if (method !== undefined && method !== 'PATCH') throw refusal(405, 'This route accepts only _method=PATCH.');
    const link = linkOf(world, request.params.id);
    const logo = checkLogo(world, form.logo);
    updateLink(world, link, form.fields);
    link.logo = replaceLogo(world, link.logo, logo);
    world.revision += 1;
    announceV2Link(world, 'pay_link.updated', link);
    return done('Pay link updated successfully', updatedLinkView(link));
  });

  app.patch<ById>('/links/:id/toggle-status', (request) => {
    const link = linkOf(world, request.params.id);
    toggle(world, link);
    const { id, title, status, updated_at } = link;
    return done('Pay link status updated successfully', { id, title, status, updated_at });
  });

  app.delete<ById>('/links/:id', (request) => {
    removeLink(world, linkOf(world, request.params.id));
    return { success: true, message: 'Pay link deleted successfully' };
  });
}

/** v2’s envelope of a successful response. */
export function done(message: string, data: object): object {
  return { success: true, message, data };
}

export function linkOf(world: World, id: string): V2Link {
  const link = world.v2Links.get(id);
  if (link === undefined) throw notFound('Pay link');
  return link;
}

function addLink(world: World, link: V2Link): void {
  world.v2Links.set(link.id, link);
  world.v2LinksBySlug.set(link.slug, link);
  world.revision += 1;
}

function toggle(world: World, link: V2Link): void {
  if (link.status !== 'active' && link.status !== 'inactive') {
    throw forbidden(`This pay link is ${link.status}. Only active and inactive links can be toggled.`);
  }
  link.status = link.status === 'active' ? 'inactive' : 'active';
  link.updated_at = timeOf(world);
  world.revision += 1;
  announceV2Link(world, link.status === 'active' ? 'pay_link.activated' : 'pay_link.deactivated', link);
}

function removeLink(world: World, link: V2Link): void {
  const transactions = world.paymentIndex.byLink.get(link.id)?.length ?? 0;
  if (transactions > 0) {
    throw forbidden(`This pay link has ${transactions} transactions and cannot be deleted. Make it inactive instead.`);
  }
  world.v2Links.delete(link.id);
  world.v2LinksBySlug.delete(link.slug);
  dropLogo(world, link.logo);
  world.revision += 1;
  announceV2Link(world, 'pay_link.deleted', link);
}

function noteUnknown(request: FastifyRequest, { fields }: FormBody, kind: 'new' | 'change'): void {
  const unknown = unknownFields(fields, kind);
  if (unknown.length > 0) request.call?.assumed.push(`Ignored fields: ${unknown.join(', ')}.`);
  if (Object.keys(fields).some((name) => /^udf[1-5]$/.test(name))) {
    request.call?.assumed.push('The format of udf1…udf5 is not documented: the sandbox reads plain text.');
  }
}
