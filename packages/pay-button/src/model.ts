import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { PayError } from './backend.ts';
import type { PayEvents } from './events.ts';
import type { Press } from './press/press.ts';
import type { LateStrings } from './press/strings/late-strings.ts';
import type { OfferToken, PayState } from './states.ts';
import type { Strings } from './strings/strings.ts';
import type { LinkView, OfferView } from './views.ts';

/** All that the picture depends on. */
export interface Model {
  state: PayState;
  offer: OfferView | null;
  link: LinkView | null;
  error: PayError | null;
  strings: Strings | null;
  /** The texts of what comes after the press, there as soon as that is. */
  late: LateStrings | null;
  language: Language;
  /** What the amount field holds. */
  text: string;
  /** The chosen amount, when it can be paid. */
  value: Centimes | null;
  /** The payer pressed with an amount that cannot be paid: say why. */
  showProblem: boolean;
  /** The offer's terms moved behind the open page. */
  changed: boolean;
  /** Whether copying worked; `null` before it was tried. */
  copied: boolean | null;
  /** The seller's terms are accepted. */
  agreed: boolean;
  /** The payer pressed without accepting them: say so. */
  unticked: boolean;
  /** The ways of sharing are shown. */
  sharing: boolean;
  /** The link was made to be shared: the payer was not sent to it. */
  unsent: boolean;
}

/** What the page said of the payment. */
export interface PageSettings extends Pick<HTMLElement, 'isConnected' | 'querySelector'> {
  readonly offer: string | null;
  readonly offerToken: OfferToken | null;
  readonly reference: string | null;
  readonly target: string;
  readonly variant: string;
  readonly disabled: boolean;
  readonly sharing: string;
  readonly termsUrl: string | null;
  readonly termsRequired: boolean;
  readonly link: LinkView | null;
  readonly amountValue: string | null;
  pay(): Promise<void>;
  share(): Promise<void>;
  refresh(): Promise<void>;
}

/** The element, as its parts see it. */
export interface Host {
  readonly model: Model;
  readonly element: PageSettings;
  endpoint(): string;
  /** Shows a change of the model. */
  show(change: Partial<Model>): void;
  /** Shows a failure and tells the page. */
  fail(error: unknown, state: PayState): void;
  /** @returns whether nobody prevented it. */
  emit<Name extends keyof PayEvents>(name: Name, detail: PayEvents[Name]): boolean;
  /** Enters an amount as if it had been typed. */
  type(text: string): void;
  /** Does something with what comes after the press: at once where it is loaded, else when it is, if ever. */
  use(work: (press: Press) => unknown): Promise<unknown>;
}
