/** The used part of the custom elements manifest (schema 1.0.0). */
export interface Manifest {
  readonly schemaVersion: string;
  modules: Module[];
}

export interface Module {
  path: string;
  declarations: ElementDocs[];
  exports: { declaration: { name: string; module?: string } }[];
}

/** A named item that a page can use. */
export interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { text: string };
}

export interface Member extends Omit<Named, 'default'> {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly attribute?: string;
  readonly return?: { type: { text: string } };
  default?: string;
}

export interface ElementDocs {
  readonly kind: string;
  readonly name: string;
  readonly tagName?: string;
  readonly description: string;
  members: Member[];
  attributes: (Named & { readonly fieldName?: string })[];
  events: Named[];
  readonly slots: Named[];
  readonly cssParts: Named[];
  readonly cssProperties: Named[];
  readonly cssStates: Named[];
}
