import type { Offer } from '../domain/offer.ts';
import { digest } from '../domain/terms.ts';
import type { Log } from '../lib/log.ts';
import { Problem } from '../lib/problem.ts';
import { type Gateway, GatewayError, type PaymentInstance } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';

/** The payment instances of an account: the instance of an offer's links, and whether it accepts payments now. */
export interface Instances {
  /** @throws Problem `misconfigured` when the account has no single instance, `upstream_unavailable` when MyTPE does not respond. */
  idFor(offer: Offer): Promise<string>;
  /** Returns the same instance without a call to MyTPE; `null` if it is not known yet. */
  knownFor(offer: Offer): string | null;
  /** `true` if MyTPE reported that this instance accepts no payments; `false` before the first response. */
  isRefusing(id: string): boolean;
  /** Reads the instances from MyTPE again; failures are kept as reasons. */
  refresh(): Promise<void>;
  /** The reasons why no payments are possible, for the operator. */
  reasons(): readonly string[];
}

export interface InstancesOptions {
  readonly gateway: Gateway;
  readonly repository: Repository;
  readonly log: Log;
  /** `MYTPE_PAYMENT_INSTANCE_ID`. */
  readonly configured: string | null;
  /** Identifies the account: another key may belong to another account. */
  readonly apiKey: string;
  /** Called when the account's instance has changed. */
  readonly onMove: () => void;
}

export async function createInstances({
  gateway,
  repository,
  log,
  configured,
  apiKey,
  onMove,
}: InstancesOptions): Promise<Instances> {
  const name = `instance:${digest(gateway.baseUrl, apiKey)}`;
  let only = configured ?? (await repository.getValue(name));
  let listed: ReadonlyMap<string, PaymentInstance> | null = null;
  // Not ready before the first response of MyTPE, because nothing is known about the instances.
  let reasons: string[] = ['the payment instances were not read yet'];
  let failure: GatewayError | null = null;
  let running: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    try {
      const instances = await gateway.instances();
      failure = null;
      listed = new Map(instances.map((instance) => [instance.id, instance]));
      if (configured === null) await choose(instances.filter(({ chargeable }) => chargeable));
      else reasons = reasonsAgainst(configured);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      failure = error;
      reasons = [`could not read the payment instances from MyTPE: ${error.message}`];
      log.warn({ err: error }, 'could not read the payment instances');
    }
  };

  const choose = async (chargeable: PaymentInstance[]): Promise<void> => {
    const [first, second] = chargeable;
    if (!first) reasons = ['the account has no payment instance that is ready and active'];
    else if (second) {
      const names = chargeable.map(({ id, title }) => `${id} (${title})`).join(', ');
      reasons =
        only && chargeable.some(({ id }) => id === only)
          ? []
          : [`the account has several payment instances; set MYTPE_PAYMENT_INSTANCE_ID to one of ${names}`];
    } else {
      reasons = [];
      if (only === first.id) return;
      only = first.id;
      await repository.putValue(name, first.id);
      onMove();
    }
  };

  const reasonsAgainst = (id: string): string[] => {
    const instance = listed?.get(id);
    if (!instance) return [`MYTPE_PAYMENT_INSTANCE_ID ${id} is not an instance of this account`];
    return instance.chargeable ? [] : [`payment instance ${id} takes no payments now: it must be ready and active`];
  };

  const refresh = () => (running ??= ask().finally(() => (running = null)));

  return {
    knownFor: (offer) => offer.paymentInstanceId ?? only,
    async idFor(offer) {
      const known = offer.paymentInstanceId ?? only;
      if (known !== null) return known;
      await refresh();
      if (only !== null) return only;
      if (failure && failure.failure !== 'misconfigured')
        throw new Problem('upstream_unavailable', { retryAfter: 10, cause: failure, operator: failure.message });
      throw new Problem('misconfigured', { operator: reasons.join('; '), cause: failure });
    },
    isRefusing: (id) => listed !== null && listed.get(id)?.chargeable !== true,
    refresh,
    reasons: () => reasons,
  };
}
