export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  vue: { compilerOptions: { isCustomElement: (tag) => tag === 'mytpe-pay-button' } },
  typescript: {
    tsConfig: {
      compilerOptions: { types: ['@mytpe-pay/button/vue'] },
      vueCompilerOptions: { strictTemplates: true },
    },
  },
});
