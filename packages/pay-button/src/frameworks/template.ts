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

type Settable = {
  [
    Name in Own as MytpePayButton[Name] extends (...args: never) => unknown
      ? never
      : IsReadOnly<Name> extends true
        ? never
        : Name
  ]?: MytpePayButton[Name] | undefined;
};

/** `offerToken` → `offer-token`. */
type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : Name;

/** Attributes whose name is not the property's, for those who write them as in HTML. An attribute holds no function. */
type Attributes = {
  [Name in keyof Settable as Dashed<Name> extends Name ? never : Dashed<Name>]?: Exclude<
    Settable[Name],
    (...args: never) => unknown
  >;
};

/**
 * What a template may set. The attribute `share` goes by its property's name, `sharing`: a framework that sets properties
 * would put the text where the method `share()` is.
 */
export interface PayButtonProps extends Settable, Attributes {}

/** Listeners, named as the framework names them. */
export type PayListeners<Prefix extends string> = {
  [Name in keyof PayEvents as `${Prefix}${Name}`]?: ((event: CustomEvent<PayEvents[Name]>) => void) | undefined;
};
