/** The selected controls: names with values. Controls with their default value are absent. */
export type Choice = ReadonlyMap<string, string>;

/** Default values of the controls that do not change the element's markup. */
const DEFAULTS: Readonly<Record<string, string>> = {
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
  return new Map(entries.filter(([name, value]) => value !== (DEFAULTS[name] ?? '')));
}

export function valueOf(choice: Choice, name: string): string {
  return choice.get(name) ?? DEFAULTS[name] ?? '';
}

/** The names and values of one kind of control, such as attributes. */
export function ofKind(choice: Choice, kind: 'attribute' | 'property' | 'slot'): [name: string, value: string][] {
  const prefix = `${kind}:`;
  return [...choice]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

/** Writes the selection into the page's address, so that it can be shared and restored. */
export function writeAddress(choice: Choice): void {
  const query = new URLSearchParams([...choice]).toString();
  if (query !== location.search.slice(1)) history.pushState(null, '', query === '' ? location.pathname : `?${query}`);
}

/** Sets the controls from the page's address. Other controls get their defaults, and unknown names are ignored. */
export function readAddress(form: HTMLFormElement): void {
  form.reset();
  const query = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
    const value = query.get(control.name) ?? DEFAULTS[control.name];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value !== '';
    else if (control instanceof HTMLInputElement || [...control.options].some((one) => one.value === value))
      control.value = value;
  }
}
