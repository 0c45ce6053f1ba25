import type { ElementDocs } from './manifest.ts';

interface Input {
  readonly name: string;
  /** A boolean attribute, whose presence means `true`. */
  readonly flag: boolean;
}

/**
 * Creates an Angular directive for the element, in the partial form that Angular's compiler writes for libraries and the
 * application's build completes. With it, templates know the tag and its properties. `HTMLElementEventMap` types the events.
 * Format: https://angular.dev/tools/libraries/angular-package-format
 */
export function angularDirective(docs: ElementDocs): { script: string; types: string } {
  const inputs = docs.members
    .filter(({ kind, readonly, attribute }) => kind === 'field' && !readonly && attribute !== undefined)
    .map(({ name, type }) => ({ name, flag: type?.text === 'boolean' }));
  return { script: script(docs, inputs), types: types(docs, inputs) };
}

function script({ tagName }: ElementDocs, inputs: readonly Input[]): string {
  const accessor = ({ name, flag }: Input): string => `  get ${name}() {
    return this.#element.${name};
  }
  set ${name}(value) {
    this.#element.${name} = ${flag ? "value === '' || value" : 'value'};
  }`;
  return `import * as i0 from '@angular/core';
import '../define.js';

export class PayButtonDirective {
  #element = i0.inject(i0.ElementRef).nativeElement;
${inputs.map(accessor).join('\n')}
  static ɵfac = i0.ɵɵngDeclareFactory({ minVersion: '12.0.0', version: '22.0.0', ngImport: i0, type: PayButtonDirective, deps: [], target: i0.ɵɵFactoryTarget.Directive });
  static ɵdir = i0.ɵɵngDeclareDirective({ minVersion: '14.0.0', version: '22.0.0', ngImport: i0, type: PayButtonDirective, isStandalone: true, selector: '${tagName}', inputs: { ${inputs.map(({ name }) => `${name}: '${name}'`).join(', ')} } });
}
`;
}

function types({ name: element, tagName }: ElementDocs, inputs: readonly Input[]): string {
  const accessor = ({ name, flag }: Input): string => `    get ${name}(): ${element}['${name}'];
    set ${name}(value: ${element}['${name}'] | ${flag ? "''" : 'undefined'});`;
  return `import * as i0 from '@angular/core';
import type { ${element} } from '../element.js';
/** Add it to a component's \`imports\`, so that its template and the browser know \`<${tagName}>\`. */
export declare class PayButtonDirective {
    #private;
${inputs.map(accessor).join('\n')}
    static ɵfac: i0.ɵɵFactoryDeclaration<PayButtonDirective, never>;
    static ɵdir: i0.ɵɵDirectiveDeclaration<PayButtonDirective, '${tagName}', never, { ${inputs.map(({ name }) => `'${name}': { 'alias': '${name}'; 'required': false; }`).join('; ')}; }, {}, never, never, true, never>;
}
`;
}
