import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { licenses } from './src/cli/licenses.ts';
import { uiFont } from './src/cli/ui-font.ts';

export default defineConfig({
  plugins: [
    uiFont(),
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['url', 'baseLocale'],
      emitTsDeclarations: true,
    }),
    sveltekit(),
    licenses(),
  ],
});
