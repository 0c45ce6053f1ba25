import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import linksValidator from 'starlight-links-validator';
import llmsTxt from 'starlight-llms-txt';
import openApi, { openAPISidebarGroups } from 'starlight-openapi';
import { createStarlightTypeDocPlugin } from 'starlight-typedoc';

import root from '../../package.json' with { type: 'json' };
import { playground } from './src/live-examples/integration.ts';
import { develop, explain, operate, reference, shop } from './src/sidebar.ts';

const [tokensApi] = createStarlightTypeDocPlugin();
const [clientApi] = createStarlightTypeDocPlugin();

/** Options for the pages that TypeDoc writes from the docstrings of a package. */
const docstrings = (name: string) => ({
  entryPoints: [`../../packages/${name}/src/index.ts`],
  tsconfig: `../../packages/${name}/tsconfig.json`,
  output: `reference/${name}`,
  typeDoc: {
    outputFileStrategy: 'modules',
    entryFileName: 'index',
    skipErrorChecking: true,
    readme: 'none',
    excludeInternal: true,
    // Without the properties that every error inherits from the platform.
    excludeExternals: true,
    disableSources: true,
    groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables'],
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
  },
});

/** Makes tables that scroll reachable by keyboard in browsers that do not do so themselves. */
const FOCUSABLE_TABLES = `for (const table of document.querySelectorAll('.sl-markdown-content table'))
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;`;

export default defineConfig({
  site: root.homepage,
  server: { host: '127.0.0.1', port: 8040 },
  devToolbar: { enabled: false },
  integrations: [
    playground(),
    starlight({
      description: 'A payment button for CIB and Edahabia cards on any website in Algeria.',
      title: { en: 'MyTPE Pay button', fr: 'Bouton MyTPE Pay', ar: 'زر MyTPE Pay' },
      locales: {
        root: { label: 'English', lang: 'en' },
        fr: { label: 'Français', lang: 'fr' },
        ar: { label: 'العربية', lang: 'ar', dir: 'rtl' },
      },
      customCss: ['./src/styles/site.css'],
      head: [{ tag: 'script', attrs: { type: 'module' }, content: FOCUSABLE_TABLES }],
      credits: false,
      lastUpdated: false,
      plugins: [
        openApi([
          { base: 'reference/backend-api', schema: '../backend/openapi.json', sidebar: { label: 'Backend API' } },
        ]),
        tokensApi(docstrings('tokens')),
        clientApi(docstrings('client')),
        // The playground and the pages of the API come from generators whose pages this plug-in does not know.
        linksValidator({
          errorOnFallbackPages: false,
          errorOnInvalidHashes: true,
          exclude: ['/playground/**', '/reference/backend-api/**'],
        }),
        llmsTxt({ projectName: 'MyTPE Pay button' }),
      ],
      sidebar: [shop, develop, operate, reference(openAPISidebarGroups), explain],
    }),
  ],
});
