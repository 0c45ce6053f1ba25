import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { EXT_EVENTS } from '../model/events.ts';
import { type Subscription, createSecret } from '../model/webhook-records.ts';
import { timeOf, type World } from '../model/world.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';
import { receiverKind } from '../webhooks/targets.ts';
import { deliveryView, secretView, subscriptionView } from '../webhooks/views.ts';
import { type ListAddress, createPage } from './listing.ts';
import { notFound, wrongState } from './problem.ts';
import { parseListQuery } from './query.ts';
import { parseSubscription, parseSubscriptionChanges } from './subscription-fields.ts';

const MAX_SUBSCRIPTIONS = 50;
const NO_RULES = { filters: {}, sortable: ['created_at'] };

const ASSUMED = {
  loopback: 'MyTPE accepts https addresses only. The sandbox also accepts plain http to this machine.',
  created: 'The status of a create is assumed to be 201.',
  events: 'The shape of the list of events is not documented: the sandbox returns names.',
  rotated:
    'The response to a new secret is assumed: the subscription with its secret. The old secret is invalid immediately.',
  deliveries: 'The shape of a delivery is not documented.',
  redelivered: 'A redelivery has the same id and body and a new signature. Its response is not documented.',
};

interface ById {
  Params: { id: string };
}
interface ByDelivery {
  Params: { id: string; deliveryId: string };
}

/** Registers `/webhooks`: subscriptions to events, and their deliveries. */
export function registerSubscriptionRoutes(
  app: FastifyInstance,
  world: World,
  webhooks: Dispatcher,
  addressOf: (url: string) => ListAddress,
): void {
  app.get('/webhooks', (request) => {
    const query = parseListQuery(request.query, NO_RULES);
    const all = [...world.webhookSubscriptions.values()];
    const found = all.filter(({ url }) => query.search === null || url.toLowerCase().includes(query.search));
    const oldestFirst = query.sortBy !== null && !query.descending;
    const ordered = oldestFirst ? found : found.toReversed();
    return createPage(ordered.map(subscriptionView), query, addressOf(request.url));
  });
  app.get('/webhooks/events', (request) => {
    request.call?.assumed.push(ASSUMED.events);
    return { data: EXT_EVENTS };
  });
  app.post('/webhooks', (request, reply) => {
    const subscription = createSubscription(world, request);
    request.call?.assumed.push(ASSUMED.created);
    reply.code(201);
    return { data: secretView(subscription) };
  });
  app.get<ById>('/webhooks/:id', (request) => ({ data: subscriptionView(subscriptionOf(world, request.params.id)) }));
  app.patch<ById>('/webhooks/:id', (request) => {
    const subscription = subscriptionOf(world, request.params.id);
    const changes = parseSubscriptionChanges(request.body);
    noteLoopback(request, changes.url);
    Object.assign(subscription, changes);
    touch(world, subscription);
    return { data: subscriptionView(subscription) };
  });
  app.delete<ById>('/webhooks/:id', (request, reply) => {
    world.webhookSubscriptions.delete(subscriptionOf(world, request.params.id).id);
    world.revision += 1;
    return reply.code(204).send();
  });
  app.post<ById>('/webhooks/:id/regenerate-secret', (request) => {
    const subscription = subscriptionOf(world, request.params.id);
    request.call?.assumed.push(ASSUMED.rotated);
    subscription.secret = createSecret();
    touch(world, subscription);
    return { data: secretView(subscription) };
  });
  registerDeliveryRoutes(app, world, webhooks, addressOf);
}

function registerDeliveryRoutes(
  app: FastifyInstance,
  world: World,
  webhooks: Dispatcher,
  addressOf: (url: string) => ListAddress,
): void {
  app.get<ById>('/webhooks/:id/deliveries', (request) => {
    const { id } = subscriptionOf(world, request.params.id);
    request.call?.assumed.push(ASSUMED.deliveries);
    const query = parseListQuery(request.query, NO_RULES);
    const deliveries = [...world.webhookDeliveries.values()].filter(({ target_id }) => target_id === id);
    return createPage(deliveries.toReversed().map(deliveryView), query, addressOf(request.url));
  });
  app.post<ByDelivery>('/webhooks/:id/deliveries/:deliveryId/redeliver', (request) => {
    const { id } = subscriptionOf(world, request.params.id);
    const delivery = world.webhookDeliveries.get(request.params.deliveryId);
    if (delivery?.target_id !== id) throw notFound('WEBHOOK_DELIVERY', 'Webhook delivery');
    request.call?.assumed.push(ASSUMED.redelivered);
    if (webhooks.redeliver(delivery)) return { data: deliveryView(delivery) };
    throw wrongState('This webhook is not active. Set is_active to true first.');
  });
}

function createSubscription(world: World, request: FastifyRequest): Subscription {
  const fields = parseSubscription(request.body);
  if (world.webhookSubscriptions.size >= MAX_SUBSCRIPTIONS) {
    throw wrongState(`The sandbox has ${MAX_SUBSCRIPTIONS} webhooks, its maximum. Delete some first.`);
  }
  noteLoopback(request, fields.url);
  const now = timeOf(world);
  const identity = { id: randomUUID(), secret: createSecret(), created_at: now, updated_at: now };
  const subscription: Subscription = { ...identity, ...fields };
  world.webhookSubscriptions.set(subscription.id, subscription);
  world.revision += 1;
  return subscription;
}

function noteLoopback(request: FastifyRequest, url: string | undefined): void {
  if (url !== undefined && receiverKind(url) === 'loopback') request.call?.assumed.push(ASSUMED.loopback);
}

function touch(world: World, subscription: Subscription): void {
  subscription.updated_at = timeOf(world);
  world.revision += 1;
}

function subscriptionOf(world: World, id: string): Subscription {
  const subscription = world.webhookSubscriptions.get(id);
  if (subscription === undefined) throw notFound('WEBHOOK', 'Webhook');
  return subscription;
}
