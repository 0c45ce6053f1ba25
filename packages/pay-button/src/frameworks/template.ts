import type { LitElement } from 'lit';

import type { MytpePayButton } from '../element.ts';
import type { PayEvents } from '../events.ts';

/** The element's own members, without those of Lit and the platform. */
type Own = Exclude<keyof MytpePayButton, keyof LitElement>;

/** `true` for a read-only member. Without `readonly` it has another type, which only this comparison detects. */
type IsReadOnly<Name extends Own> =
  (<T>() => T extends Pick<MytpePayButton, Name> ? 1 : 2) extends <T>() => T extends {
    -readonly [N in Name]: MytpePayButton[N];
  }
    ? 1
    : 2
    ? false
    : true;

/** The members that a page can set, by property name. */
export type Settable = {
  [
    Name in Own as MytpePayButton[Name] extends (...args: never) => unknown
      ? never
      : IsReadOnly<Name> extends true
        ? never
        : Name
  ]?: MytpePayButton[Name] | undefined;
};

/** The name of a property's attribute: `offerToken` → `offer-token`. */
export type AttributeName<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${AttributeName<Rest>}`
  : Name;

/** The element's attributes in a template. Property names are not allowed, because a server can render only attributes. */
export type PayButtonProps = {
  [Name in keyof Settable as AttributeName<Name>]?: Settable[Name];
};

/** Listeners with the framework's names. */
export type PayListeners<Prefix extends string> = {
  [Name in keyof PayEvents as `${Prefix}${Name}`]?: ((event: CustomEvent<PayEvents[Name]>) => void) | undefined;
};

/** `amount-change` → `AmountChange`. */
export type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `mytpe-amount-change` → `AmountChange`. */
export type WithoutPrefix<Name extends string> = Name extends `mytpe-${infer Rest}` ? Pascal<Rest> : never;
