import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { bankAccountView, brandView, identificationView } from '../ext/kyc-views.ts';
import { linkView, instanceView } from '../ext/views.ts';
import type { AdjustableClock } from '../model/adjustable-clock.ts';
import { formatCentimes, parseCentimes } from '../model/money.ts';
import { ACCEPTANCE_STATUSES, INSTANCE_STATUSES, type Payment } from '../model/records.ts';
import { DEFAULT_REASON, setAcceptance } from '../model/reviews.ts';
import { CARD_OUTCOMES } from '../model/test-cards.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import { currentLinks, resetWorld, type World } from '../model/world.ts';
import { type Checkout, findCheckout, findCheckoutById } from '../payments/checkout.ts';
import { payLink } from '../payments/pay-link.ts';
import { linkView as v2LinkView } from '../v2/views.ts';
import { subscriptionView } from '../webhooks/views.ts';
import type { CallFilter, CallLog } from './call-log.ts';
import { FaultRequest } from './fault-rules.ts';
import type { Faults } from './faults.ts';
import { ControlProblem, sendProblem } from './refusals.ts';
import { registerWorldRoutes } from './world-routes.ts';

const Payload = z.strictObject({
  amount: z
    .union([z.string().max(20), z.number()])
    .transform(parseCentimes)
    .refine((value) => value !== null && value > 0, 'must be an amount over 0 with at most 2 decimals')
    .optional(),
  payer: z.string().max(254).optional(),
  customer: z
    .strictObject({ name: z.string().max(200), email: z.string().max(254), phone: z.string().max(40) })
    .optional(),
  card: z.enum(CARD_OUTCOMES).default('approved'),
});
const InstanceChange = z.strictObject({
  status: z.enum(INSTANCE_STATUSES).optional(),
  acceptance_status: z.enum(ACCEPTANCE_STATUSES).optional(),
});
const CallQuery = z.strictObject({
  method: z.string().max(10).optional(),
  path: z.string().max(500).optional(),
  since: z.coerce.number().int().min(0).optional(),
});

interface ById {
  Params: { id: string };
}

/** The parts of the sandbox that the controls work on. */
export interface ControlParts {
  readonly world: World;
  readonly log: CallLog;
  readonly faults: Faults;
  readonly baseUrl: () => string;
  readonly clock: AdjustableClock;
  /** Processes everything that is due now. */
  readonly runDueWork: () => void;
}

/** Creates the routes with which tests and developers change the sandbox without the API. */
export function createControls({ world, log, faults, baseUrl, clock, runDueWork }: ControlParts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(sendProblem);
    registerWorldRoutes(app, world, clock, runDueWork);

    app.post('/reset', (_request, reply) => {
      clock.reset();
      resetWorld(world);
      log.clear();
      faults.remove();
      return reply.code(204).send();
    });
    app.get('/state', () => ({ clock: clock.view(), ...stateView(world, faults, baseUrl()) }));

    app.get('/requests', (request) => ({ requests: log.list(parseCallQuery(request.query)) }));
    app.delete('/requests', (_request, reply) => {
      log.clear();
      return reply.code(204).send();
    });

    app.post<ById>('/links/:id/pay', (request) => payDirectly(world, request.params.id, request.body, baseUrl()));
    app.patch<ById>('/instances/:id', (request) => changeInstance(world, request.params.id, request.body, baseUrl()));

    app.get('/faults', () => ({ faults: faults.list() }));
    app.post('/faults', (request, reply) => reply.code(201).send(faults.add(FaultRequest.parse(request.body))));
    app.delete('/faults', (_request, reply) => {
      faults.remove();
      return reply.code(204).send();
    });
    app.delete<ById>('/faults/:id', (request, reply) => {
      if (faults.remove(request.params.id)) return reply.code(204).send();
      throw new ControlProblem(404, 'not_found', 'No fault has this id.');
    });
  };
}

/** Parses the filter of the call log. An empty parameter counts as absent. */
function parseCallQuery(query: unknown): CallFilter {
  const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== '');
  return CallQuery.parse(Object.fromEntries(given));
}

function payDirectly(world: World, id: string, body: unknown, baseUrl: string): object {
  const checkout = findCheckoutById(world, id) ?? findCheckout(world, id);
  if (checkout === undefined) throw new ControlProblem(404, 'not_found', 'No payment link has this id or slug.');
  const { amount = null, payer = null, customer = null, card } = Payload.parse(body ?? {});
  const outcome = payLink(world, checkout, { amount, payer, customer, card, attempt: null });
  if (outcome.kind === 'settled') {
    return { payment: paymentView(outcome.payment), link: paidLinkView(world, checkout, baseUrl) };
  }
  const reason = outcome.kind === 'invalid' ? outcome.problem : outcome.reason;
  const status = outcome.kind === 'invalid' ? 422 : 409;
  throw new ControlProblem(status, reason, `The payment link does not accept this payment: ${reason}.`);
}

function paidLinkView(world: World, { api, id }: Checkout, baseUrl: string): object {
  if (api === 'ext') return linkView(world, world.links.get(id)!);
  const link = world.v2Links.get(id)!;
  return v2LinkView(link, world.v2Instances.get(link.mytpe_pay_id), baseUrl);
}

function changeInstance(world: World, id: string, body: unknown, baseUrl: string): object {
  const instance = world.instances.get(id);
  if (instance === undefined) throw new ControlProblem(404, 'not_found', 'No payment instance has this id.');
  const { status = instance.status, acceptance_status = instance.acceptance_status } = InstanceChange.parse(body);
  instance.status = status;
  const reason = acceptance_status === 'rejected' ? (instance.acceptance_reason ?? DEFAULT_REASON) : null;
  setAcceptance(world, instance, acceptance_status, reason);
  return { data: instanceView(world, instance, baseUrl) };
}

function stateView(world: World, faults: Faults, baseUrl: string): object {
  return {
    identifications: [...world.identifications.values()].map(identificationView),
    brands: [...world.brands.values()].map((brand) => brandView(world, brand, baseUrl)),
    bank_accounts: [...world.bankAccounts.values()].map((account) => bankAccountView(world, account)),
    activations: [...world.activations.values()],
    onboarding_status: world.onboarding,
    reviews: world.reviews,
    allowed_payers_shape: world.allowedPayersShape,
    files: [...world.files.values()].map(({ bytes: _bytes, ...file }) => file),
    instances: [...world.instances.values()].map((instance) => instanceView(world, instance, baseUrl)),
    forms: [...world.forms.values()],
    links: currentLinks(world).map((link) => linkView(world, link)),
    payments: world.payments.map(paymentView),
    submissions: world.submissions,
    v2: v2StateView(world, baseUrl),
    webhooks: [...world.webhookSubscriptions.values()].map(subscriptionView),
    faults: faults.list(),
  };
}

function v2StateView(world: World, baseUrl: string): object {
  const { v2Instances, v2Links } = world;
  return {
    // Only the receiver may know the webhook secret.
    instances: [...v2Instances.values()].map(({ webhook_secret, ...shown }) => ({
      ...shown,
      has_secret: webhook_secret !== null,
    })),
    links: [...v2Links.values()].map((link) => v2LinkView(link, v2Instances.get(link.mytpe_pay_id), baseUrl)),
  };
}

function paymentView(payment: Payment): object {
  return { ...payment, amount: formatCentimes(payment.amount), created_at: formatTimestamp(payment.created_at) };
}
