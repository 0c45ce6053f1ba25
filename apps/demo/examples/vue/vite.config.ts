import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/examples/vue/',
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'mytpe-pay-button' } } })],
});
