import { type Put, putAttribute } from './attribute.ts';
import { MARK, type Template, TemplateResult, nothing, templateOf } from './template.ts';

/** A template in the page, and what puts its values there. */
interface Picture {
  readonly template: Template;
  readonly puts: readonly Put[];
}

/** What is between two comments: nothing, a text, a template, or one after another of these. */
export class Place {
  readonly #start: ChildNode;
  readonly #end: ChildNode;
  #shown: Text | Picture | Place[] | null = null;

  constructor(start: ChildNode, end: ChildNode) {
    this.#start = start;
    this.#end = end;
  }

  /** A place of its own before a node, or at the end. */
  static within(parent: Node, next: Node | null): Place {
    const insert = () => parent.insertBefore(new Comment(), next);
    return new Place(insert(), insert());
  }

  /** Shows a value instead of the one before; what is the same of both stays. */
  put(value: unknown): void {
    if (value instanceof TemplateResult) this.#putTemplate(value);
    else if (Array.isArray(value)) this.#putList(value);
    // Of `null` and `undefined` this makes an empty text, too.
    else this.#putText(value === nothing ? '' : [value].join(''));
  }

  #putTemplate({ strings, values }: TemplateResult): void {
    const template = templateOf(strings);
    const shown = this.#shown;
    if (shown && 'puts' in shown && shown.template === template) return shown.puts.forEach((put, i) => put(values[i]));
    this.#clear();
    const content = document.importNode(template.content, true);
    const puts = putsOf(content, template.names);
    puts.forEach((put, i) => put(values[i]));
    this.#end.before(content);
    this.#shown = { template, puts };
  }

  #putList(values: readonly unknown[]): void {
    let places = this.#shown;
    if (!Array.isArray(places)) {
      this.#clear();
      this.#shown = places = [];
    }
    for (const [i, value] of values.entries())
      (places[i] ??= Place.within(this.#end.parentNode!, this.#end)).put(value);
    for (const place of places.splice(values.length)) place.#remove();
  }

  #putText(text: string): void {
    if (this.#shown instanceof Text) this.#shown.data = text;
    else {
      this.#clear();
      if (text) this.#end.before((this.#shown = new Text(text)));
    }
  }

  #clear(): void {
    while (this.#start.nextSibling !== this.#end) this.#start.nextSibling!.remove();
    this.#shown = null;
  }

  #remove(): void {
    this.#clear();
    this.#start.remove();
    this.#end.remove();
  }
}

/** For each value of a template what puts it into this copy. */
function putsOf(content: DocumentFragment, names: readonly string[]): Put[] {
  const puts: Put[] = [];
  const nodes = document.createTreeWalker(content, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node instanceof Element) {
      for (const marked of node.getAttributeNames()) {
        if (!marked.endsWith(MARK)) continue;
        node.removeAttribute(marked);
        puts.push(putAttribute(node, names[puts.length]!));
      }
    } else if ((node as Comment).data === MARK) {
      const place = new Place(node as Comment, node.nextSibling!);
      puts.push((value) => place.put(value));
    }
  }
  return puts;
}
