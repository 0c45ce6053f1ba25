import { type Control, readSurface } from './controls.ts';
import { SCENARIOS } from '../scenarios.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const option = (value: string, text = value): string => `<option value="${escaped(value)}">${escaped(text)}</option>`;

/** Where the element comes from, and where its requests go. */
export interface PageSources {
  /** The address of the backend with the offers. Empty: the page's own origin. */
  readonly backend: string;
  /** The address of the page's icon. */
  readonly icon: string;
}

export interface PlaygroundOptions extends PageSources {
  /** The backend's address in the lines to copy. */
  readonly shownBackend: string;
  /** Links to other pages, by their text. */
  readonly links: Readonly<Record<string, string>>;
  /** Ids of the backend's offers, below their heading. */
  readonly offers: readonly string[];
  readonly offersHeading: string;
  /** `true` if `/playground/offer-token` signs orders. */
  readonly hasTokens: boolean;
  /** The service worker that is the backend, on a site without one. */
  readonly worker: string | null;
}

/** The page's `<head>`. The element comes from the backend, as on a customer's page. */
function head(title: string, { backend, icon }: PageSources, script: string): string {
  return `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/playground/playground.css">
<script type="module" src="${backend}/mytpe-pay-button.dev.js"></script>
<script type="module" src="/playground/${script}.js"></script>
</head>`;
}

export function playgroundPage(options: PlaygroundOptions): string {
  const { backend, shownBackend, worker, offers, offersHeading, hasTokens } = options;
  const links = Object.entries(options.links).map(([text, href]) => `<a href="${href}">${text}</a>`);
  const { controls, parts, events } = readSurface();
  const of = (kind: Control['kind']): string =>
    controls
      .filter((control) => control.kind === kind)
      .map(field)
      .join('');
  return `<!doctype html>
<html lang="en" data-backend="${escaped(backend)}" data-shown-backend="${escaped(shownBackend)}" data-events="${escaped(events.join(' '))}"${worker === null ? '' : ` data-worker="${worker}"`}>
${head('Playground: mytpe-pay-button', options, 'playground')}
<body>
<header><h1>Playground</h1><p>Every attribute, slot, part and state of <code>&lt;mytpe-pay-button&gt;</code>. ${links.join(' · ')}</p></header>
<main>
<form id="controls" aria-label="Settings">
<fieldset><legend>Show</legend>
<label>Offer or scenario <select name="show">
<optgroup label="${offersHeading}">${offers.map((id) => option(`offer:${id}`, id)).join('')}${hasTokens ? option('token', 'an order signed by this server') : ''}</optgroup>
<optgroup label="Scenarios">${Object.entries(SCENARIOS)
    .map(([id, { name }]) => option(`play:${id}`, name))
    .join('')}</optgroup>
</select></label>
<label>Language <select name="lang">${option('fr', 'Français')}${option('ar', 'العربية')}${option('en', 'English')}</select></label>
<label>Width <output id="width-shown"></output><input type="range" name="width" min="160" max="640" step="10" value="360"></label>
</fieldset>
<fieldset><legend>Attributes</legend>${of('attribute')}</fieldset>
<details><summary>Slots</summary>${of('slot')}</details>
<details><summary>Custom properties</summary>${of('property')}</details>
<details><summary>Parts</summary>
<label>Part to outline <select name="part">${option('', 'none')}${parts.map(({ name }) => option(name)).join('')}</select></label>
<pre id="part-sample" tabindex="0"><code></code></pre>
</details>
<button type="button" id="defaults">Back to the defaults</button>
</form>
<section aria-label="Preview" id="preview"><h2 class="hidden">Preview</h2><div id="stage"></div><noscript><p>The playground needs JavaScript.</p></noscript></section>
<section aria-label="Code" id="copying">
<label>Code for <select name="snippet" form="controls">${['Any page', 'Any page, pinned', 'npm', 'React', 'Vue', 'Svelte', 'Angular', 'Solid'].map((name) => option(name)).join('')}</select></label>
<pre id="snippet" tabindex="0"><code></code></pre>
<button type="button" id="copy">Copy</button> <span id="copied" role="status"></span>
</section>
<section aria-label="Events" id="events"><h2>Events</h2><ol id="log" tabindex="0" aria-label="Events, newest first"></ol><p id="quiet">None yet.</p></section>
</main>
</body>
</html>`;
}

function field({ kind, name, help, values, isSwitch, standard }: Control): string {
  const id = `${kind}:${name}`;
  const about = `<small id="about-${escaped(id)}">${escaped(help).replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</small>`;
  const described = `name="${escaped(id)}" aria-describedby="about-${escaped(id)}"`;
  if (isSwitch) return `<label class="switch"><input type="checkbox" ${described}> ${escaped(name)}</label>${about}`;
  const choose = `<select ${described}>${option('', `${standard || 'unset'} (default)`)}${(values ?? [])
    .filter((value) => value !== standard)
    .map((value) => option(value))
    .join('')}</select>`;
  const type = `<input ${described} placeholder="${escaped(standard)}" autocomplete="off" spellcheck="false">`;
  return `<label>${escaped(name)} ${values ? choose : type}</label>${about}`;
}

/** A page with only the element in one scenario, for screenshots and measurements. */
export function stagePage(sources: PageSources, { lang, dark }: { lang: string; dark: boolean }): string {
  return `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}" class="stage ${dark ? 'dark' : 'light'}">
${head('Stage', sources, 'stage')}
<body><div id="stage" role="main"></div></body>
</html>`;
}
