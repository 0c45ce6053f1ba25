/** What the controls say: the name of a control and its value; what is not there is as it is by default. */
export type Choice = ReadonlyMap<string, string>;

/** Controls that are not about the element's own markup, with what they are at first. */
const FIRST: Readonly<Record<string, string>> = {
  show: 'offer:donation',
  lang: 'fr',
  width: '360',
  part: '',
  snippet: 'Any page',
};

export function chosen(form: HTMLFormElement): Choice {
  const entries = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return new Map(entries.filter(([name, value]) => value !== (FIRST[name] ?? '')));
}

export function valueOf(choice: Choice, name: string): string {
  return choice.get(name) ?? FIRST[name] ?? '';
}

/** Names and values of one kind of control, such as every attribute. */
export function ofKind(choice: Choice, kind: 'attribute' | 'property' | 'slot'): [name: string, value: string][] {
  const prefix = `${kind}:`;
  return [...choice]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

/** The page's address says what is chosen, so that it can be shared and gone back to. */
export function writeAddress(choice: Choice): void {
  const query = new URLSearchParams([...choice]).toString();
  if (query !== location.search.slice(1)) history.pushState(null, '', query === '' ? location.pathname : `?${query}`);
}

/** Sets the controls as the address says; what it does not name is as at first, what no control knows is left out. */
export function readAddress(form: HTMLFormElement): void {
  form.reset();
  const said = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
    const value = said.get(control.name) ?? FIRST[control.name];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value !== '';
    else if (control instanceof HTMLInputElement || [...control.options].some((one) => one.value === value))
      control.value = value;
  }
}
