import { type Open, Timestamp } from '../wire/fields.ts';
import { type ExtWebhookEvent, type V2WebhookEvent, type WebhookMeaning, meaningOf } from './events.ts';
import { type JsonObject, isObject, parsePayload, plainObject, textAt, valueAt } from './payload.ts';
import { type WebhookTransaction, readMetadata, readTransaction } from './transaction.ts';

/**
 * A delivery that MyTPE has signed, of either API. What it says is a hint: store it once, then read the link. Of what is
 * documented nothing is relied on: what was not sent, or not in a readable form, is `undefined`.
 */
export interface WebhookDelivery {
  /** The same when MyTPE tries again; perhaps another when it is redelivered. */
  readonly deliveryId: string | undefined;
  /** A documented name, or one that MyTPE added since: then answer 200 all the same. */
  readonly event: Open<ExtWebhookEvent | V2WebhookEvent> | undefined;
  /** What the event means, whichever API sent it. */
  readonly meaning: WebhookMeaning;
  /** When it happened, says the body. */
  readonly timestamp: Date | undefined;
  /** When this attempt was sent, in whole seconds: what was signed, and checked for its age. */
  readonly sentAt: Date;
  readonly linkId: string | undefined;
  readonly instanceId: string | undefined;
  readonly transaction: WebhookTransaction | undefined;
  /** The link's own: where our reference comes back. Empty when there is none. */
  readonly metadata: JsonObject;
  /** The payload as it came, with plain numbers; empty when the body was no such JSON. */
  readonly data: JsonObject;
  /** Where a header says other than the body. Headers are not signed: the body counts, and this is worth a log line. */
  readonly disagreements: readonly WebhookDisagreement[];
}

export interface WebhookDisagreement {
  readonly field: 'event' | 'deliveryId';
  readonly body: string;
  readonly header: string;
}

/** What was said beside the body. `event` and `deliveryId` are not signed. */
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

/** Reads a body whose signature has been checked. Never throws. */
export function readDelivery(bytes: Uint8Array, envelope: DeliveryEnvelope): WebhookDelivery {
  const payload = parsePayload(bytes);
  const inside = payload['data'];
  const data = isObject(inside) ? inside : {};
  const said = { event: textAt(payload, 'event', 'type'), deliveryId: textAt(payload, 'delivery_id', 'id') };
  const event = said.event ?? envelope.event;
  return {
    deliveryId: said.deliveryId ?? envelope.deliveryId,
    event,
    meaning: meaningOf(event),
    timestamp: Timestamp.safeParse(valueAt(payload, 'timestamp')).data,
    sentAt: envelope.sentAt,
    linkId: textAt(data, ...LINK_ID_PATHS),
    instanceId: textAt(data, ...INSTANCE_ID_PATHS),
    transaction: readTransaction(data, event),
    metadata: readMetadata(data),
    data: plainObject(data),
    disagreements: [...disagreements(said, envelope)],
  };
}

function* disagreements(
  said: Omit<DeliveryEnvelope, 'sentAt'>,
  envelope: DeliveryEnvelope,
): Generator<WebhookDisagreement> {
  for (const field of ['event', 'deliveryId'] as const) {
    const [body, header] = [said[field], envelope[field]];
    if (body !== undefined && header !== undefined && body !== header) yield { field, body, header };
  }
}
