import { type Open, Timestamp } from '../wire/fields.ts';
import { type ExtWebhookEvent, type V2WebhookEvent, type WebhookMeaning, meaningOf } from './events.ts';
import { type JsonObject, isObject, parsePayload, plainObject, textAt, valueAt } from './payload.ts';
import { type WebhookTransaction, readMetadata, readTransaction } from './transaction.ts';

/**
 * A delivery that MyTPE signed, from either API. Treat it as a hint: store it once, then read the link. Fields that are
 * missing or unreadable are `undefined`.
 */
export interface WebhookDelivery {
  /** The id of the delivery. It is the same when MyTPE retries, but may change when a delivery is sent again. */
  readonly deliveryId: string | undefined;
  /** The name of the event. Respond with 200 to unknown events too. */
  readonly event: Open<ExtWebhookEvent | V2WebhookEvent> | undefined;
  /** The meaning of the event, independent of the API. */
  readonly meaning: WebhookMeaning;
  /** The time of the event, from the body. */
  readonly timestamp: Date | undefined;
  /** The time of this delivery attempt, in whole seconds. It is signed, and the verifier checks its age. */
  readonly sentAt: Date;
  readonly linkId: string | undefined;
  readonly instanceId: string | undefined;
  readonly transaction: WebhookTransaction | undefined;
  /** The metadata of the link, which contains your own reference. Empty if there is none. */
  readonly metadata: JsonObject;
  /** The payload, with plain numbers. Empty if the body is not a JSON object. */
  readonly data: JsonObject;
  /** The differences between headers and body. Headers are not signed, so the body counts. Log the differences. */
  readonly disagreements: readonly WebhookDisagreement[];
}

/** A field whose value in the headers differs from the body. */
export interface WebhookDisagreement {
  readonly field: 'event' | 'deliveryId';
  readonly body: string;
  readonly header: string;
}

/** The values from the headers. `event` and `deliveryId` are not signed. */
export interface DeliveryEnvelope {
  readonly event: string | undefined;
  readonly deliveryId: string | undefined;
  readonly sentAt: Date;
}

const LINK_ID_PATHS = [
  'payment_link.id',
  'pay_link.id',
  'payment_link_id',
  'pay_link_id',
  'link.id',
  'link_id',
  'transaction.payment_link_id',
  'transaction.pay_link_id',
] as const;
const INSTANCE_ID_PATHS = ['instance.id', 'payment_instance.id', 'instance_id', 'payment_instance_id'] as const;

/** Parses a body whose signature was verified. Never throws. */
export function readDelivery(bytes: Uint8Array, envelope: DeliveryEnvelope): WebhookDelivery {
  const payload = parsePayload(bytes);
  const inside = payload['data'];
  const data = isObject(inside) ? inside : {};
  const signed = { event: textAt(payload, 'event', 'type'), deliveryId: textAt(payload, 'delivery_id', 'id') };
  const event = signed.event ?? envelope.event;
  return {
    deliveryId: signed.deliveryId ?? envelope.deliveryId,
    event,
    meaning: meaningOf(event),
    timestamp: Timestamp.safeParse(valueAt(payload, 'timestamp')).data,
    sentAt: envelope.sentAt,
    linkId: textAt(data, ...LINK_ID_PATHS),
    instanceId: textAt(data, ...INSTANCE_ID_PATHS),
    transaction: readTransaction(data, event),
    metadata: readMetadata(data),
    data: plainObject(data),
    disagreements: [...disagreements(signed, envelope)],
  };
}

function* disagreements(
  signed: Omit<DeliveryEnvelope, 'sentAt'>,
  envelope: DeliveryEnvelope,
): Generator<WebhookDisagreement> {
  for (const field of ['event', 'deliveryId'] as const) {
    const [body, header] = [signed[field], envelope[field]];
    if (body !== undefined && header !== undefined && body !== header) yield { field, body, header };
  }
}
