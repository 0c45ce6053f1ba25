import { defineEcConfig } from '@astrojs/starlight/expressive-code';

import { liveExamples } from './src/live-examples/plugin.ts';

/** A file of its own, because Starlight's `<Code>` component cannot read plugins from `astro.config.ts`. */
export default defineEcConfig({
  plugins: [liveExamples()],
  // Long lines wrap: a phone shows them whole, and no code block needs a scroll bar.
  defaultProps: { wrap: true },
});
