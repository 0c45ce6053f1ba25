import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

import { formatCentimes } from '../model/money.ts';
import type { V2Instance } from '../model/v2-records.ts';
import { timeOf, type World } from '../model/world.ts';
import { readsForm } from './form-body.ts';
import { fieldErrors, timeoutMinutes } from './link-fields.ts';
import { done } from './link-routes.ts';
import { checkLogo, replaceLogo } from './logos.ts';
import { paginate } from './paging.ts';
import { invalidFields, notFound } from './problem.ts';
import { address, instanceView } from './views.ts';

const InstanceChange = z.object({
  id: z.string('field is required'),
  name: z.string().trim().min(1, 'field must not be empty').max(191, 'field has at most 191 characters').optional(),
  description: z.string().max(5_000, 'field has at most 5000 characters').optional(),
  default_inactivity_timeout_minutes: timeoutMinutes.optional(),
});

/** Registers the instance routes `/`, `/active`, `/update` and `/stats`. Instances are created in the dashboard only. */
export function registerInstanceRoutes(app: FastifyInstance, world: World, baseUrl: () => string): void {
  const list = (query: unknown, isWanted: (instance: V2Instance) => boolean): object => {
    const instances = [...world.v2Instances.values()].filter(isWanted);
    return paginate(instances, query, (instance) => instanceView(instance, baseUrl()));
  };

  app.get('/', (request) =>
    done(
      'Instances retrieved successfully',
      list(request.query, () => true),
    ),
  );

  app.get('/active', (request) =>
    done(
      'Active instances retrieved successfully',
      list(request.query, ({ status }) => status === 'active'),
    ),
  );

  app.post('/update', readsForm, (request) => {
    request.call?.assumed.push('Of this form, only id, name and the inactivity default are documented.');
    const { form } = request;
    const checked = checkLogo(world, form.logo);
    const instance = changeInstance(world, form.fields);
    instance.logo = replaceLogo(world, instance.logo, checked);
    const { id, name, description, status, logo } = instance;
    return done('Instance updated successfully', { id, name, description, status, logo_url: address(logo, baseUrl()) });
  });

  app.get('/stats', (request) => {
    request.call?.assumed.push('The transactions in the totals are not documented: the sandbox counts completed ones.');
    return done('Statistics retrieved successfully', totals(world));
  });
}

function changeInstance(world: World, fields: Readonly<Record<string, unknown>>): V2Instance {
  const parsed = InstanceChange.safeParse(fields);
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.error));
  const { id, name, description, default_inactivity_timeout_minutes: minutes } = parsed.data;
  const instance = world.v2Instances.get(id);
  if (instance === undefined) throw notFound('Payment instance');
  instance.name = name ?? instance.name;
  instance.description = description ?? instance.description;
  instance.default_inactivity_timeout_minutes = minutes ?? instance.default_inactivity_timeout_minutes;
  instance.updated_at = timeOf(world);
  world.revision += 1;
  return instance;
}

function totals(world: World): object {
  const completed = world.payments.filter(({ api, status }) => api === 'v2' && status === 'paid');
  const total = completed.reduce((sum, { amount }) => sum + amount, 0);
  return {
    transaction_count: completed.length,
    total_amount: formatCentimes(total),
    mytpe_pay_count: world.v2Instances.size,
  };
}
