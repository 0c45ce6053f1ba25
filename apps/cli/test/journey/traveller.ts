/** Someone who goes the whole way, by whatever means. Every method makes one thing and answers what it is called. */
export interface Traveller {
  /** Hands in a dossier with its document. */
  identify(name: string, documentPath: string): Promise<string>;
  /** The brand that came with a dossier. */
  brandOf(identification: string): Promise<string>;
  bankAccount(rib: string, identification: string): Promise<string>;
  /** Where the fee is paid. */
  activate(title: string, backing: Backing): Promise<string>;
  /** The instance that the request became, and whether it can take payments. */
  instance(title: string): Promise<{ readonly id: string; readonly isReady: boolean }>;
  /** A published form that asks for the wilaya. */
  form(): Promise<string>;
  /** A published link of 4,500.50 DA. */
  link(instance: string, form: string): Promise<{ readonly id: string; readonly url: string }>;
  /** What was collected, as the API writes it, and the link's status. */
  outcome(link: string): Promise<{ readonly status: string; readonly collected: string }>;
}

export interface Backing {
  readonly identification: string;
  readonly brand: string;
  readonly account: string;
}
