import { posix } from 'node:path';

import type { OxlintOverride } from 'oxlint';

/** The names of this repository's packages, without the scope `@mytpe-pay/`. */
export const NAMES = [
  'contract',
  'client',
  'tokens',
  'button',
  'backend',
  'sandbox',
  'cli',
  'playground',
  'demo',
  'docs',
  'example-*',
] as const;

/** The import rules of one package of this repository. */
export interface ImportRules {
  /** Packages of this repository that it may import. */
  readonly mayImport: readonly (typeof NAMES)[number][];
  /** Other modules that it may not import, as gitignore patterns. */
  readonly never?: readonly string[];
  /** Modules that it may import for their types only. */
  readonly typesOnly?: readonly string[];
  /** The reason, shown with each report. */
  readonly reason: string;
  /** Files of the package to which these rules apply. Default: `src/**` without its tests. */
  readonly files?: readonly string[];
  /**
   * Folders and files of `src`, from bottom to top. A folder imports only from folders and files before it, type-only imports
   * included. A path like `http/routes` is a separate layer. Other subfolders belong to their folder. Tests are exempt.
   */
  readonly layers: readonly string[];
  /** Layers that import no module of another package. */
  readonly withoutDependencies?: readonly string[];
}

export const PACKAGES: Readonly<Record<string, ImportRules>> = {
  'packages/contract': {
    mayImport: [],
    never: withEntries('node:*', 'undici', 'lit'),
    reason: 'The contract runs in browsers and on servers, and imports zod only.',
    layers: bottomUp(`
      languages.ts codes.ts challenge.ts money fields.ts views.ts offers requests.ts
      index.ts
    `),
    withoutDependencies: ['languages.ts', 'codes.ts', 'money'],
  },
  'packages/client': {
    mayImport: [],
    never: withEntries('fastify', 'lit'),
    reason: 'The client imports undici, zod and Node only.',
    layers: bottomUp('errors.ts wire transport files webhooks ext v2 index.ts'),
  },
  'packages/tokens': {
    mayImport: ['contract'],
    never: withEntries('node:*', 'undici', 'fastify', 'lit'),
    reason: 'The tokens run on any merchant’s server. They import the contract and jose only.',
    layers: bottomUp(`
      token-error.ts json-text.ts pem.ts compact-jws.ts offer-keys.ts published-keys.ts
      receipt-key.ts offer-claims.ts receipt-claims.ts sign-offer.ts verify-offer.ts
      verify-receipt.ts index.ts
    `),
  },
  'packages/pay-button': {
    mayImport: ['contract'],
    never: [
      ...withEntries('node:*', 'zod', 'undici', 'fastify'),
      'altcha-lib/**',
      ...['algorithms', 'algorithms/web', 'algorithms/web/**'].map((entry) => `!altcha-lib/${entry}`),
    ],
    typesOnly: ['@mytpe-pay/contract'],
    reason:
      'The element runs in browsers. It imports lit, altcha-lib with Web Crypto, contract/money and contract/codes. From the contract itself it imports types only, because zod must not reach the browser.',
    layers: bottomUp(`
      api events.ts payment i18n headless ui warnings element.ts define.ts frameworks
      controller.ts index.ts index.server.ts dropin.ts
      index.development.ts define.development.ts dropin.development.ts
    `),
  },
  'apps/backend': {
    mayImport: ['contract', 'tokens', 'client'],
    never: withEntries('lit'),
    reason: 'The backend imports the contract, the tokens and the client. It serves the built files of the button.',
    layers: bottomUp(`
      lib domain config i18n repository mytpe links webhooks admin metrics openapi
      pages http http/routes app.ts maintenance.ts main.ts
    `),
  },
  'apps/sandbox': {
    mayImport: [],
    never: withEntries('undici'),
    reason: 'The sandbox follows the API reference. It would prove nothing if it shared code with the client.',
    files: ['**'],
    layers: bottomUp(`
      model webhooks files ext v2 payments html.ts http.ts
      pay/strings pay gateway controls inspector sandbox.ts index.ts main.ts
    `),
  },
  'apps/cli': {
    mayImport: ['client', 'tokens', 'contract'],
    reason: 'The terminal tool imports the client, the tokens and the contract.',
    layers: bottomUp(`
      cli-error.ts terminal arguments.ts settings field-names.ts describe-failure.ts session.ts
      listing.ts watch.ts identification-types.ts ask-for-missing.ts command-action.ts
      commands/account commands/v2 commands/instances commands/kyc commands/forms commands/links
      commands/webhooks commands/journey commands/doctor commands/completion
      program.ts reference run.ts start.ts main.ts
    `),
  },
  'apps/playground': {
    mayImport: ['button'],
    never: withEntries('fastify', 'lit'),
    reason: 'The playground uses the button as a customer does, and its backend runs in browsers.',
    layers: bottomUp(`
      languages.ts strings.ts scenarios.ts sample-offers.ts backend site service-worker.ts page client index.ts
    `),
  },
  'apps/demo': {
    mayImport: ['button', 'playground'],
    reason: 'The demo imports the button, as a customer does, and the playground.',
    files: ['src/**', 'public/**'],
    layers: bottomUp('shop playground.ts examples.ts server.ts start start.ts'),
  },
  'apps/docs': {
    mayImport: ['playground'],
    reason: 'The site is a workspace of its own. It reads the built files of other packages.',
    layers: bottomUp('sidebar.ts live-examples pages content.config.ts'),
  },
};

const TESTS = ['**/*.test.ts'];
/** Depths of subfolders below the folder of a layer that the rules cover. */
const DEPTHS = [0, 1, 2];

/** A pattern of the rule `no-restricted-imports`. */
interface Pattern {
  readonly group?: readonly string[];
  readonly regex?: string;
  readonly allowTypeImports?: true;
  readonly message: string;
}

const PATH_TO_PACKAGE: Pattern = {
  regex: String.raw`^(\.\./)+((apps|packages)/)?(${Object.keys(PACKAGES)
    .map((folder) => posix.basename(folder))
    .join('|')})/(src|test|bench|dist)/`,
  message: 'Import another package by its name, not by its path.',
};

/** The rule for all other files: no path leads into another package. */
export const NO_PATH_TO_PACKAGE = restricted([PATH_TO_PACKAGE]);

/** The import rules of all packages, as overrides of the lint configuration. */
export const IMPORT_OVERRIDES: OxlintOverride[] = Object.entries(PACKAGES).flatMap(([folder, rules]) => {
  const { files = ['src/**'] } = rules;
  const ofPackage = {
    files: files.map((glob) => `${folder}/${glob}`),
    excludeFiles: rules.files === undefined ? TESTS : [],
    rules: restricted(packagePatterns(rules)),
  };
  return [ofPackage, ...layerOverrides(folder, rules)];
});

/** One override for each layer and depth. Nested layers come last, so that they override their folder. */
function layerOverrides(folder: string, rules: ImportRules): OxlintOverride[] {
  const byDepth = rules.layers.toSorted((a, b) => a.split('/').length - b.split('/').length);
  return byDepth.flatMap((layer) => {
    const patterns = packagePatterns(rules, layer);
    const override = (glob: string, from: string): OxlintOverride => ({
      files: [`${folder}/src/${glob}`],
      excludeFiles: TESTS,
      rules: restricted([upwardPattern(folder, rules.layers, layer, from), ...patterns]),
    });
    if (isFile(layer)) return [override(layer, posix.dirname(layer))];
    return DEPTHS.map((depth) => override(`${layer}${'/*'.repeat(depth + 1)}`, `${layer}${'/_'.repeat(depth)}`));
  });
}

/** Forbids the layers above `layer` to the files in the folder `from`. */
function upwardPattern(folder: string, layers: readonly string[], layer: string, from: string): Pattern {
  const above = layers.slice(layers.indexOf(layer) + 1);
  const paths = above.map((target) => {
    const path = posix.relative(from, target);
    const escaped = (path.startsWith('.') ? path : `./${path}`).replaceAll('.', String.raw`\.`);
    if (isFile(target)) return `${escaped}$`;
    // A folder around this layer also holds the way out of it, `../../`.
    return path.endsWith('..') ? `${escaped}/[^.]` : `${escaped}/`;
  });
  return {
    regex: `^(${[String.raw`(\.\./)+src/`, ...paths].join('|')})`,
    message:
      above.length === 0
        ? 'Leave out `src` from a path inside it.'
        : `${layer} may not import ${above.join(', ')}. The layers of ${folder}/src, from bottom to top: ${layers.join(', ')}.`,
  };
}

function packagePatterns(rules: ImportRules, layer?: string): Pattern[] {
  const { mayImport, never = [], typesOnly, withoutDependencies = [], reason } = rules;
  // A list and no `!@mytpe-pay/contract`: oxlint reports nothing about a module that one of the patterns allows by `!`.
  const others = NAMES.filter((name) => !mayImport.includes(name)).map((name) => `@mytpe-pay/${name}`);
  const patterns: Pattern[] = [PATH_TO_PACKAGE, { group: [...withEntries(...others), ...never], message: reason }];
  if (typesOnly !== undefined) patterns.push({ group: typesOnly, allowTypeImports: true, message: reason });
  if (layer !== undefined && withoutDependencies.includes(layer)) {
    const message = `Browsers load ${withoutDependencies.join(', ')} without dependencies.`;
    patterns.push({ group: withEntries('zod'), message });
  }
  return patterns;
}

/** A list of layers from names between spaces. */
function bottomUp(names: string): string[] {
  return names.trim().split(/\s+/);
}

/** Patterns for modules with all of their entries. */
function withEntries(...modules: string[]): string[] {
  return modules.flatMap((name) => [name, `${name}/**`]);
}

function restricted(patterns: readonly Pattern[]): NonNullable<OxlintOverride['rules']> {
  return { 'eslint/no-restricted-imports': ['error', { patterns }] };
}

function isFile(layer: string): boolean {
  return layer.endsWith('.ts');
}
