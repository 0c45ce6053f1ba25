import type { FastifyInstance } from 'fastify';

import { ACCEPTANCE_STATUSES, INSTANCE_STATUSES } from '../model/records.ts';
import type { World } from '../model/world.ts';
import { type ListAddress, createPage, selectRecords } from './listing.ts';
import { notFound } from './problem.ts';
import { parseListQuery } from './query.ts';
import { instanceListView, instanceView } from './views.ts';
import { BACKING } from '../model/seed.ts';

const LIST_RULES = {
  filters: {
    status: INSTANCE_STATUSES,
    acceptance_status: ACCEPTANCE_STATUSES,
    identification_id: null,
    brand_id: null,
    bank_account_id: null,
  },
  sortable: ['created_at', 'updated_at', 'title', 'status', 'acceptance_status'],
};

/** `/instances`: list and read. Requesting and changing one belongs to the KYC part of the API. */
export function registerInstanceRoutes(
  app: FastifyInstance,
  world: World,
  addressOf: (url: string) => ListAddress,
): void {
  app.get('/instances', (request) => {
    request.call?.assumed.push('Whether list items carry their nested records is not documented: they do not here.');
    const query = parseListQuery(request.query, LIST_RULES);
    const backed = [...world.instances.values()].map((instance) => ({ ...instance, ...BACKING_IDS }));
    const instances = selectRecords(backed, query, ({ title }) => title);
    return createPage(instances.map(instanceListView), query, addressOf(request.url));
  });

  app.get<{ Params: { id: string } }>('/instances/:id', (request) => {
    const instance = world.instances.get(request.params.id);
    if (instance === undefined) throw notFound('PAYMENT_INSTANCE', 'Payment instance');
    return { data: instanceView(instance) };
  });
}

const BACKING_IDS = {
  identification_id: BACKING.identification.id,
  brand_id: BACKING.brand.id,
  bank_account_id: BACKING.bank_account.id,
};
