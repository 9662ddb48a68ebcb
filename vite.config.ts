import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { licenses } from './src/cli/licenses.ts';
import { uiFont } from './src/cli/ui-font.ts';

/**
 * What three or more pages use is one file. On a slow phone fewer files count more than the bytes that a page does not
 * need: see docs/decisions/014-hydration.md. Admin pages are many and share much that no reader needs.
 */
const OF_ADMIN_PAGES = /src\/(?:lib\/components|routes)\/admin\/|\/messages\/admin_/;
const SHARED_CHUNK = { name: 'shared', minShareCount: 3, test: (id: string) => !OF_ADMIN_PAGES.test(id) };

export default defineConfig({
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [SHARED_CHUNK] } } } } },
  },
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
