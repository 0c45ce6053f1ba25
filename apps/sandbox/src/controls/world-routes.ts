import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { sendFile } from '../files/storage.ts';
import type { AdjustableClock } from '../model/adjustable-clock.ts';
import { ReviewSettings } from '../model/kyc-records.ts';
import { ALLOWED_PAYERS_SHAPES } from '../model/payer.ts';
import { REVIEW_KINDS, decideReview } from '../model/reviews.ts';
import { SCENARIOS, seedScenario } from '../model/scenarios.ts';
import { parseTimestamp } from '../model/timestamp.ts';
import type { World } from '../model/world.ts';
import { ControlProblem } from './refusals.ts';

const FAR_MS = 100 * 365 * 86_400_000;
const milliseconds = z.int().min(-FAR_MS).max(FAR_MS);
const Verdict = z.strictObject({ decision: z.enum(['accept', 'refuse']), reason: z.string().max(1_000).optional() });
const Settings = z
  .strictObject({
    reviews: ReviewSettings.partial().strict().optional(),
    allowed_payers_shape: z.enum(ALLOWED_PAYERS_SHAPES).optional(),
  })
  .refine((settings) => Object.keys(settings).length > 0, 'must set reviews or allowed_payers_shape');
const Seed = z.strictObject({
  scenario: z.enum(SCENARIOS).default('ready'),
  links: z.int().min(0).max(100_000).default(60),
});
const Moment = z.string().transform((text, context) => {
  const time = parseTimestamp(text);
  if (time !== null) return new Date(time);
  context.addIssue('must be an ISO 8601 instant, as "2026-06-12T00:00:00Z"');
  return z.NEVER;
});
const Clock = z
  .union([
    z.strictObject({ now: Moment }),
    z.strictObject({ advance_ms: milliseconds }),
    z.strictObject({ offset_ms: milliseconds }),
  ])
  .describe('one of: now, advance_ms, offset_ms');

interface Review {
  Params: { kind: string; id: string };
}

/** Registers the controls of the world: clock, reviews, reset. `runDueWork` processes what became due. */
export function registerWorldRoutes(
  app: FastifyInstance,
  world: World,
  clock: AdjustableClock,
  runDueWork: () => void,
): void {
  app.get('/clock', () => clock.view());
  app.put('/clock', (request) => {
    moveClock(clock, Clock.parse(request.body));
    runDueWork();
    return clock.view();
  });
  app.delete('/clock', () => {
    clock.reset();
    runDueWork();
    return clock.view();
  });

  app.post<Review>('/reviews/:kind/:id', (request) => {
    const { kind, id } = request.params;
    const known = REVIEW_KINDS.find((name) => name === kind);
    if (known === undefined) throw new ControlProblem(404, 'not_found', `The kinds are: ${REVIEW_KINDS.join(', ')}.`);
    const verdict = Verdict.parse(request.body);
    if (decideReview(world, known, id, verdict)) return { decided: true };
    throw new ControlProblem(
      409,
      'nothing_to_decide',
      `No record with this id among the ${kind} waits for a decision.`,
    );
  });
  app.get('/settings', () => settingsView(world));
  app.put('/settings', (request) => {
    const { reviews, allowed_payers_shape: shape = world.allowedPayersShape } = Settings.parse(request.body);
    Object.assign(world.reviews, reviews);
    world.allowedPayersShape = shape;
    world.revision += 1;
    runDueWork();
    return settingsView(world);
  });

  app.post('/seed', (request) => {
    const { scenario, links } = Seed.parse(request.body ?? {});
    seedScenario(world, scenario, links);
    return { scenario };
  });
  app.get<{ Params: { '*': string } }>('/files/*', (request, reply) => {
    const file = world.files.get(request.params['*']);
    if (file === undefined) throw new ControlProblem(404, 'not_found', 'No file has this path.');
    return sendFile(reply, file);
  });
}

function settingsView({ reviews, allowedPayersShape }: World): object {
  return { reviews, allowed_payers_shape: allowedPayersShape };
}

function moveClock(clock: AdjustableClock, change: z.output<typeof Clock>): void {
  try {
    if ('now' in change) clock.freeze(change.now);
    else if ('advance_ms' in change) clock.advance(change.advance_ms);
    else clock.offset(change.offset_ms);
  } catch (error) {
    throw error instanceof RangeError ? new ControlProblem(422, 'invalid', error.message) : error;
  }
}
