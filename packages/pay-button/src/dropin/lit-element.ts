import type { Styles } from './style-sheet.ts';
import { Place } from './place.ts';

/** How a property and its attribute go together, as with Lit. */
interface Declaration {
  /** Default: the property's name in small letters. */
  readonly attribute?: string;
  /** `Boolean`: there or not; anything else is text. */
  readonly type?: unknown;
  /** The attribute follows the property; only where both have the same name. */
  readonly reflect?: boolean;
  /** What it is set to first is what it is again when its attribute goes. */
  readonly useDefault?: boolean;
}

interface Controller {
  hostUpdate(): void;
  hostUpdated(): void;
}

/** An element that draws itself anew, once, when any of its properties have changed. */
export abstract class LitElement extends HTMLElement {
  declare static readonly styles: Styles;
  declare static readonly properties: Readonly<Record<string, Declaration>>;
  /** Property by attribute; there is but one kind of element. */
  static readonly #names = new Map<string, string>();

  declare renderRoot: ShadowRoot;
  /** The drawing that is under way, or the last one. */
  updateComplete: Promise<unknown>;
  #connected!: () => void;
  #isPending = false;
  #place: Place | undefined;
  readonly #values: Record<string, unknown> = {};
  readonly #defaults: Record<string, unknown> = {};
  /** What was said before the page knew what this is. */
  readonly #early: Record<string, unknown> = {};
  readonly #controllers: Controller[] = [];
  #changed = new Set<string>();
  readonly #toReflect = new Set<string>();
  /** The property whose attribute is just being read or written. */
  #inStep: string | null = null;

  /** The first who asks is `customElements.define`. */
  static get observedAttributes(): string[] {
    const names = LitElement.#names;
    if (!names.size)
      for (const [name, declaration] of Object.entries(this.properties)) LitElement.#declare(name, declaration);
    return [...names.keys()];
  }

  static #declare(name: string, declaration: Declaration): void {
    LitElement.#names.set(declaration.attribute ?? name.toLowerCase(), name);
    Object.defineProperty(LitElement.prototype, name, {
      get(this: LitElement) {
        return this.#values[name];
      },
      set(this: LitElement, value: unknown) {
        this.#set(name, value, declaration);
      },
    });
  }

  constructor() {
    super();
    this.updateComplete = new Promise<void>((resolve) => (this.#connected = resolve));
    for (const name of LitElement.#names.values())
      if (Object.hasOwn(this, name)) {
        this.#early[name] = Reflect.get(this, name);
        Reflect.deleteProperty(this, name);
      }
    this.requestUpdate();
  }

  abstract render(): unknown;
  abstract updated(changed: ReadonlySet<string>): void;

  addController(controller: Controller): void {
    this.#controllers.push(controller);
  }

  connectedCallback(): void {
    if (!this.renderRoot) {
      this.renderRoot = this.attachShadow({ mode: 'open' });
      this.renderRoot.adoptedStyleSheets = [(this.constructor as typeof LitElement).styles.sheet];
    }
    this.#connected();
  }
  disconnectedCallback(): void {}

  attributeChangedCallback(attribute: string, _before: string | null, value: string | null): void {
    const name = LitElement.#names.get(attribute)!;
    if (this.#inStep === name) return;
    this.#inStep = name;
    Reflect.set(this, name, this.#isBoolean(name) ? value !== null : (value ?? this.#defaults[name] ?? null));
    this.#inStep = null;
  }

  /** Draws once what is asked for until then; not before the element is in a page. */
  requestUpdate(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    const draw = () => this.#draw();
    this.updateComplete = this.updateComplete.then(draw, draw);
  }

  #set(name: string, value: unknown, { reflect, useDefault }: Declaration): void {
    if (Object.is(this.#values[name], value)) return;
    this.#values[name] = value;
    if (useDefault && !(name in this.#defaults)) this.#defaults[name] = value;
    else {
      this.#changed.add(name);
      if (reflect && this.#inStep !== name) this.#toReflect.add(name);
    }
    this.requestUpdate();
  }

  #draw(): void {
    for (const name of Object.keys(this.#early)) {
      Reflect.set(this, name, this.#early[name]);
      delete this.#early[name];
    }
    const changed = this.#changed;
    let picture: unknown;
    try {
      for (const controller of this.#controllers) controller.hostUpdate();
      picture = this.render();
      this.#toReflect.forEach((name) => this.#reflect(name));
    } finally {
      // What fails is told by `updateComplete`, and the next change draws again.
      this.#changed = new Set();
      this.#toReflect.clear();
      this.#isPending = false;
    }
    this.#place ??= Place.within(this.renderRoot, null);
    this.#place.put(picture);
    for (const controller of this.#controllers) controller.hostUpdated();
    this.updated(changed);
  }

  #isBoolean(name: string): boolean {
    return (this.constructor as typeof LitElement).properties[name]!.type === Boolean;
  }

  #reflect(name: string): void {
    const value = this.#values[name];
    this.#inStep = name;
    if (this.#isBoolean(name)) this.toggleAttribute(name, Boolean(value));
    else if ((value ?? null) === null) this.removeAttribute(name);
    else this.setAttribute(name, value as string);
    this.#inStep = null;
  }
}
