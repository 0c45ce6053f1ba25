import { randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { V2Instance } from '../model/v2-records.ts';
import { timeOf, type World } from '../model/world.ts';
import { done } from './link-routes.ts';
import { invalidFields, notFound } from './problem.ts';

interface ByInstance {
  Params: { instanceId: string };
}

const MAX_URL = 2_000;
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Registers the settings of an instance’s one webhook address and its secret. */
export function registerWebhookRoutes(app: FastifyInstance, world: World): void {
  app.get<ByInstance>('/:instanceId/webhook', (request) => {
    const instance = instanceOf(world, request.params.instanceId);
    return done('Webhook configuration retrieved successfully', settings(instance, maskedSecret(instance)));
  });

  app.put<ByInstance>('/:instanceId/webhook', (request) => {
    const instance = instanceOf(world, request.params.instanceId);
    const url = readUrl(request);
    const isFirst = instance.webhook_secret === null;
    if (isFirst) instance.webhook_secret = createSecret();
    instance.webhook_url = url;
    touch(world, instance);
    if (!isFirst) request.call?.assumed.push('Masking the secret from the second PUT on is assumed.');
    const secret = isFirst ? instance.webhook_secret : maskedSecret(instance);
    return done('Webhook configuration updated successfully', settings(instance, secret));
  });

  app.post<ByInstance>('/:instanceId/webhook/regenerate-secret', (request) => {
    const instance = instanceOf(world, request.params.instanceId);
    instance.webhook_secret = createSecret();
    touch(world, instance);
    return done('Webhook secret regenerated successfully', { webhook_secret: instance.webhook_secret });
  });
}

function settings({ webhook_url, webhook_secret }: V2Instance, shownSecret: string | null): object {
  return { webhook_url, webhook_secret: shownSecret, has_secret: webhook_secret !== null };
}

/** Creates a secret in the documented format: a prefix and 48 hex digits. */
function createSecret(): string {
  return `whsec_${randomBytes(24).toString('hex')}`;
}

function maskedSecret({ webhook_secret }: V2Instance): string | null {
  return webhook_secret === null ? null : `whsec_${'*'.repeat(12)}`;
}

function readUrl(request: FastifyRequest): string {
  const url = (request.body as Record<string, unknown> | null | undefined)?.['webhook_url'];
  if (typeof url !== 'string' || url === '') {
    throw invalidFields({ webhook_url: ['The webhook url field is required and must be text.'] });
  }
  const parsed = url.length <= MAX_URL && URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol === 'https:') return url;
  if (parsed?.protocol === 'http:' && LOOPBACK.test(parsed.hostname)) {
    request.call?.assumed.push(
      'MyTPE accepts https addresses only. The sandbox also accepts plain http to this machine.',
    );
    return url;
  }
  throw invalidFields({ webhook_url: ['The webhook url field must be an https address.'] });
}

function touch(world: World, instance: V2Instance): void {
  instance.updated_at = timeOf(world);
  world.revision += 1;
}

function instanceOf(world: World, id: string): V2Instance {
  const instance = world.v2Instances.get(id);
  if (instance === undefined) throw notFound('Payment instance');
  return instance;
}
