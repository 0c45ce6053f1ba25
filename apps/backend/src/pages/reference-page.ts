import { type Html, html } from '../lib/html.ts';
import type { OpenApiDocument, Operation } from '../openapi/build-document.ts';
import type { Content, Parameter, ResponseDoc } from '../openapi/route-doc.ts';
import { createLook, PAGE_STYLE, prose } from './page.ts';

/** A section of the troubleshooting page: one problem that the button reports in the console. */
export interface TroubleshootingSection {
  readonly code: string;
  /** The console message. */
  readonly says: string;
  /** The cause. Text between backticks is code. */
  readonly when: string;
}

/** The look of the reference pages: wide, with operations that unfold. */
export const REFERENCE_LOOK = createLook(
  `${PAGE_STYLE}
body{align-content:start}main{max-width:60rem}
a{color:var(--brand)}nav{flex-wrap:wrap;gap:0 1.25rem;margin:1rem 0}nav a{padding:0}
h2{margin:2rem 0 .25rem;font-size:1.125rem}h3{margin:1rem 0 .25rem;font-size:.9375rem}
details{border-top:1px solid var(--line)}details:last-of-type{border-bottom:1px solid var(--line)}
summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .75rem;min-height:2.75rem;padding:.625rem 0;cursor:pointer;color:var(--soft)}
summary::after{content:"+";margin-inline-start:auto;color:var(--brand);font-weight:700}details[open]>summary::after{content:"−"}
summary:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.method{min-width:3.25rem;color:var(--brand);font-weight:700;font-size:.8125rem}
code{font-size:.875em;overflow-wrap:anywhere}summary code{color:var(--ink)}
dl{margin:.25rem 0 1rem}dt{margin-top:.5rem}dd{margin:0 0 0 1rem;color:var(--soft);overflow-wrap:anywhere}
pre{overflow-x:auto;padding:1rem;border-radius:.75rem;background:var(--ground);border:1px solid var(--line);font-size:.8125rem}
`,
);

/** Renders the OpenAPI document as a page without scripts: operations by tag, then the schemas. */
export function referencePage(document: OpenApiDocument): Html {
  const { info, tags, paths, webhooks, components } = document;
  const operations = Object.entries({ ...paths, ...webhooks }).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return html`<main lang="en" dir="ltr">
    <h1>${info.title}</h1>
    <p>${prose(info.description)} <a href="openapi.json">openapi.json</a></p>
    <p>
      <a href="docs/troubleshooting">Troubleshooting</a> has a section for each problem that the button reports in the
      console.
    </p>
    <nav aria-label="Sections">
      ${tags.map(({ name }) => html`<a href="#${anchor(name)}">${name}</a>`)}<a href="#schemas">Schemas</a>
    </nav>
    ${tags.map(
      ({ name, description }) =>
        html`<section id="${anchor(name)}">
          <h2>${name}</h2>
          <p>${prose(description)}</p>
          ${operations
            .filter(({ operation }) => operation.tags.includes(name))
            .map(({ path, method, operation }) => operationItem(path, method, operation))}
        </section>`,
    )}
    <section id="schemas">
      <h2>Schemas</h2>
      ${Object.entries(components.schemas).map(([name, schema]) => schemaItem(name, schema))}
    </section>
  </main>`;
}

function operationItem(path: string, method: string, operation: Operation): Html {
  const { summary, description, parameters = [], requestBody, responses, security } = operation;
  return html`<details id="${operation.operationId}">
    <summary><span class="method">${method.toUpperCase()}</span><code>${path}</code><span>${summary}</span></summary>
    ${description !== undefined && html`<p>${prose(description)}</p>`}
    ${security !== undefined && html`<p>${security.length > 1 ? 'The operator’s token is optional. With it the response contains more.' : 'Needs the operator’s token.'}</p>`}
    ${
      parameters.length > 0 &&
      html`<h3>Parameters</h3>
        <dl>${parameters.map(parameterItem)}</dl>`
    }
    ${
      requestBody !== undefined &&
      html`<h3>Body</h3>
        <dl>${bodyItems(requestBody.content)}</dl>`
    }
    <h3>Responses</h3>
    <dl>${Object.entries(responses).map(([status, response]) => responseItem(status, response))}</dl>
  </details>`;
}

function parameterItem({ name, in: place, required, description, schema }: Parameter): Html {
  return html`<dt><code>${name}</code> (${place}${required ? ', required' : ''})</dt>
    <dd>${prose(description)} ${schemaLabel(schema)}</dd>`;
}

function bodyItems(content: Content): Html[] {
  return Object.entries(content).map(
    ([type, { schema }]) =>
      html`<dt><code>${type}</code></dt>
        <dd>${schemaLabel(schema)}</dd>`,
  );
}

function responseItem(status: string, { description, headers = {}, content = {} }: ResponseDoc): Html {
  return html`<dt><code>${status}</code></dt>
    <dd>
      ${prose(description)}
      ${Object.entries(content).map(([type, { schema }]) => html`<br /><code>${type}</code> ${schemaLabel(schema)}`)}
      ${Object.entries(headers).map(([name, about]) => html`<br /><code>${name}</code> ${about.description}`)}
    </dd>`;
}

function schemaItem(name: string, schema: object): Html {
  return html`<details>
    <summary><code>${name}</code></summary>
    <pre id="schema-${name}" tabindex="0">
${JSON.stringify(schema, null, 2).replaceAll('#/components/schemas/', '')}</pre>
  </details>`;
}

/** A link to a named schema, or the values or properties of an inline one; `null` for other schemas. */
function schemaLabel(schema: Readonly<Record<string, unknown>>): Html | null {
  const all = Array.isArray(schema['allOf']) ? (schema['allOf'][0] as { $ref?: unknown }) : schema;
  const reference = all['$ref'];
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1)!;
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(schema['enum'])) return html`<code>${schema['enum'].join(' | ')}</code>`;
  const { properties } = schema as { properties?: object };
  return properties ? html`<code>${Object.keys(properties).join(', ')}</code>` : null;
}

function anchor(name: string): string {
  return name.toLowerCase().replaceAll(/\W+/g, '-');
}

export const TROUBLESHOOTING_TITLE = 'Troubleshoot the button';

/** Renders the page that the button's console messages link to. The id of each section is the code of its problem. */
export function troubleshootingPage(sections: readonly TroubleshootingSection[]): Html {
  return html`<main lang="en" dir="ltr">
    <h1>${TROUBLESHOOTING_TITLE}</h1>
    <p>
      The button reports these problems in the browser’s console. An ellipsis stands for a value of your page. All
      addresses of this backend are in the <a href="../docs">reference</a>.
    </p>
    <nav aria-label="Problems">${sections.map(({ code }) => html`<a href="#${code}"><code>${code}</code></a>`)}</nav>
    ${sections.map(
      ({ code, says, when }) =>
        html`<section id="${code}">
          <h2><code>${code}</code></h2>
          <dl>
            <dt>Message</dt>
            <dd><code>${says}</code></dd>
            <dt>Cause</dt>
            <dd>${prose(when)}</dd>
          </dl>
        </section>`,
    )}
  </main>`;
}
