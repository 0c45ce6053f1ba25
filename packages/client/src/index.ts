export { ExtClient, type InstanceQuery } from './ext/client.ts';
export type { ListQuery } from './ext/collection.ts';
export {
  ACCEPTANCE_STATUSES,
  type AcceptanceStatus,
  INSTANCE_STATUSES,
  type Instance,
  type InstanceStatus,
} from './ext/instance.ts';
export {
  AMOUNT_MODES,
  type AmountMode,
  LINK_STATUSES,
  type Link,
  type LinkStatus,
  USAGE_MODES,
  type UsageMode,
} from './ext/link.ts';
export type { LinkChanges, LinkInput } from './ext/link-input.ts';
export type { LinkQuery, Links } from './ext/links.ts';
export type { Me } from './ext/me.ts';

export { AbortError } from './errors/abort-error.ts';
export { ApiError, type FieldMessages } from './errors/api-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export { InvalidInputError } from './errors/invalid-input-error.ts';
export { MytpeError, type Outcome } from './errors/mytpe-error.ts';
export { NotAppliedError } from './errors/not-applied-error.ts';
export { ResponseShapeError } from './errors/response-shape-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';

export type { Credentials } from './transport/credentials.ts';
export type { ClientOptions, RequestLogEvent } from './transport/settings.ts';
export type { CallOptions } from './transport/transport.ts';
export type { Page } from './wire/envelope.ts';
export type { Open } from './wire/fields.ts';
export type { Centimes } from './wire/money.ts';
