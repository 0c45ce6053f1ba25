/** Completes the journey with one tool. Each method creates one object and returns its id. */
export interface JourneyDriver {
  /** Creates an identification with its document. */
  identify(name: string, documentPath: string): Promise<string>;
  /** Returns the brand of an identification. */
  brandOf(identification: string): Promise<string>;
  bankAccount(rib: string, identification: string): Promise<string>;
  /** Requests an instance. Returns the URL where the fee is paid. */
  activate(title: string, backing: Backing): Promise<string>;
  /** Returns the requested instance, and whether it takes payments. */
  instance(title: string): Promise<{ readonly id: string; readonly isReady: boolean }>;
  /** Creates a published form with a field for the wilaya. */
  form(): Promise<string>;
  /** Creates a published link of 4,500.50 DA. */
  link(instance: string, form: string): Promise<{ readonly id: string; readonly url: string }>;
  /** Returns the collected amount in the API's format, and the status of the link. */
  outcome(link: string): Promise<{ readonly status: string; readonly collected: string }>;
}

export interface Backing {
  readonly identification: string;
  readonly brand: string;
  readonly account: string;
}
