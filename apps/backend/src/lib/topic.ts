/** Delivers events to subscribers inside one process. */
export interface Topic<Event> {
  /** Calls `subscriber` with every event that is published from now on. */
  subscribe(subscriber: (event: Event) => void): void;
  /** Calls all subscribers, synchronously and in the order in which they subscribed. */
  publish(event: Event): void;
}

/**
 * Creates a topic without subscribers.
 *
 * An event that is published before the first subscription is dropped. The publishers can therefore be created before the
 * subscribers, and no part of the process needs a reference that is filled in later.
 *
 * A subscriber must not throw: the error would reach the publisher, and the subscribers after it would miss the event.
 */
export function createTopic<Event>(): Topic<Event> {
  const subscribers: ((event: Event) => void)[] = [];
  return {
    subscribe: (subscriber) => void subscribers.push(subscriber),
    publish(event) {
      for (const subscriber of subscribers) subscriber(event);
    },
  };
}
