import type { LitElement } from 'lit';

import type { MytpePayButton } from '../element.ts';
import type { PayEvents } from '../events.ts';

/** The element's own members; the rest is Lit's and the platform's. */
type Own = Exclude<keyof MytpePayButton, keyof LitElement>;

/** Tells what can only be read: taking `readonly` away makes another type of it, which only this comparison notices. */
type IsReadOnly<Name extends Own> =
  (<T>() => T extends Pick<MytpePayButton, Name> ? 1 : 2) extends <T>() => T extends {
    -readonly [N in Name]: MytpePayButton[N];
  }
    ? 1
    : 2
    ? false
    : true;

/** Everything that can be set, under the property's name. */
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

/** The tag's attributes in a template. Property names are not allowed, because a server can render attributes only. */
export type PayButtonProps = {
  [Name in keyof Settable as AttributeName<Name>]?: Settable[Name];
};

/** Listeners, named as the framework names them. */
export type PayListeners<Prefix extends string> = {
  [Name in keyof PayEvents as `${Prefix}${Name}`]?: ((event: CustomEvent<PayEvents[Name]>) => void) | undefined;
};

/** `amount-change` → `AmountChange`. */
export type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `mytpe-amount-change` → `AmountChange`. */
export type WithoutPrefix<Name extends string> = Name extends `mytpe-${infer Rest}` ? Pascal<Rest> : never;
