import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import linksValidator from 'starlight-links-validator';
import llmsTxt from 'starlight-llms-txt';
import openApi, { openAPISidebarGroups } from 'starlight-openapi';
import { createStarlightTypeDocPlugin } from 'starlight-typedoc';

import root from '../../package.json' with { type: 'json' };
import { playground } from './src/live-examples/integration.ts';
import { section } from './src/sidebar.ts';

const [tokensApi, tokensSidebar] = createStarlightTypeDocPlugin();
const [clientApi, clientSidebar] = createStarlightTypeDocPlugin();

/** Options for the pages that TypeDoc writes from the docstrings of a package. */
const docstrings = (name: string, label: string) => ({
  entryPoints: [`../../packages/${name}/src/index.ts`],
  tsconfig: `../../packages/${name}/tsconfig.json`,
  output: `reference/${name}`,
  sidebar: { label, collapsed: true },
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

export default defineConfig({
  site: root.homepage,
  server: { host: '127.0.0.1', port: 8040 },
  devToolbar: { enabled: false },
  integrations: [
    playground(),
    starlight({
      title: 'MyTPE Pay button',
      locales: {
        root: { label: 'English', lang: 'en' },
        fr: { label: 'Français', lang: 'fr' },
        ar: { label: 'العربية', lang: 'ar', dir: 'rtl' },
      },
      customCss: ['./src/styles/site.css'],
      credits: false,
      lastUpdated: false,
      plugins: [
        openApi([
          { base: 'reference/backend-api', schema: '../backend/openapi.json', sidebar: { label: 'Backend API' } },
        ]),
        tokensApi(docstrings('tokens', 'Tokens library')),
        clientApi(docstrings('client', 'Client library')),
        // The playground and the pages of the API come from generators whose pages this plug-in does not know.
        linksValidator({
          errorOnFallbackPages: false,
          errorOnInvalidHashes: true,
          exclude: ['/playground/**', '/reference/backend-api/**'],
        }),
        llmsTxt({ projectName: 'MyTPE Pay button' }),
      ],
      sidebar: [
        section('shop', { en: 'Shop owners', fr: 'Commerçants', ar: 'أصحاب المتاجر' }),
        section('develop', { en: 'Developers', fr: 'Développeurs', ar: 'المطوّرون' }),
        section('operate', { en: 'Operators', fr: 'Exploitation', ar: 'التشغيل' }),
        section('reference', { en: 'Reference', fr: 'Référence', ar: 'المرجع' }, [
          ...openAPISidebarGroups,
          tokensSidebar,
          clientSidebar,
        ]),
        section('explain', { en: 'Explanation', fr: 'Explications', ar: 'شروح' }),
      ],
    }),
  ],
});
