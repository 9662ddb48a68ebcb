import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** The style attribute of Kit's own route announcer; see docs/decisions/001-kit-2.md. */
const ROUTE_ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ out: 'build' }),
    alias: { '#lib': 'src/lib' },
    // Every style sheet: those of a page are 8 kB compressed, and as files they are twenty requests before it is painted.
    inlineStyleThreshold: 32 * 1024,
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        'style-src': ['self'],
        'style-src-attr': ['unsafe-hashes', ROUTE_ANNOUNCER_STYLE],
        'img-src': ['self'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'manifest-src': ['self'],
        'form-action': ['self'],
        'base-uri': ['none'],
        'frame-ancestors': ['none'],
      },
    },
    // The rule of src/hooks.server.ts is stricter, and answers in the reader's language.
    csrf: { trustedOrigins: ['*'] },
    // Set by src/cli/bundle.ts. Kit's own default is the time of the build, by which hosts that were built apart would differ.
    version: { pollInterval: 0, name: process.env.SITE_VERSION ?? 'unnamed' },
    // The list of all addresses and their files is not sent with every page.
    router: { resolution: 'server' },
  },
};
