import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { uiFont } from './src/cli/ui-font.ts';

/**
 * Kit knows by the names of their files which styles a page's parts need. A part that another page shows, too, would be
 * merged with what they share, lose its name, and stand without its styles until scripts come.
 */
const ROLLDOWN = { experimental: { chunkOptimization: false } };

/**
 * The files that a browser fetches first: what nearly every page needs; what stands around every page, with what parts
 * and live odds need; the arithmetic of seats; rows of odds; and what the form is made of. Left alone, each message and
 * small component that two pages share is a file of its own, and fifty of them are a tenth heavier than these few.
 */
function firstFiles(): Plugin {
  const groups = [
    { name: 'base', minShareCount: 25, priority: 3 },
    { name: 'common', test: (id: string) => COMMON.some((part) => part.test(id)), priority: 2 },
    { name: 'seats', test: /\/src\/lib\/domain\/seats\.ts/, priority: 2 },
    { name: 'rows', test: /SeatBox|SeatsLine|FaultText|resolve_(?:yes|no)\.js/, priority: 2 },
    { name: 'form-parts', test: /\/questions\/form-parts\.ts/, priority: 2 },
  ];
  return {
    name: 'first-files',
    applyToEnvironment: ({ name }) => name === 'client',
    outputOptions: (options) => ({ ...options, codeSplitting: { groups } }),
  };
}
const COMMON = [
  // Pages with parts and live odds.
  /\/later\/|live-feed|save-undo|UndoPlace|of-companies|ResultNotice|PickStamp|ui\/Notice\.svelte/,
  // What stands around every page, and what stands there instead of one.
  /ui\/Mark\.svelte|\/share\/(?:address|pages)\.ts|\/messages\/(?:layout_\w+|site_name|error_id)\.js/,
  /kit\/src\/runtime\/app\//,
];

export default defineConfig({
  build: { rolldownOptions: ROLLDOWN },
  plugins: [
    uiFont(),
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['url', 'baseLocale'],
      emitTsDeclarations: true,
    }),
    sveltekit(),
    firstFiles(),
  ],
});
