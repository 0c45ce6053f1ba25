import schema from '../../../backend/offers.schema.json?raw';

/** The JSON Schema of `offers.yaml`, for editors. */
export const GET = (): Response => new Response(schema, { headers: { 'content-type': 'application/schema+json' } });
