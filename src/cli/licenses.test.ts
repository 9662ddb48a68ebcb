import { expect, test } from 'vitest';
import { describePackages, packageFolders } from './licenses.ts';

const MODULES = `${process.cwd()}/node_modules`;

test('modules, generated code and the font belong to their packages, our own sources to none', () => {
  const sources = [
    `${MODULES}/svelte/src/index-client.js`,
    `${MODULES}/svelte/src/store/index.js?client`,
    `${MODULES}/@sveltejs/kit/src/runtime/client/entry.js`,
    `${MODULES}/chart.js/node_modules/@kurkle/color/dist/color.esm.js`,
    '\0vite/preload-helper.js',
    '/src/lib/styles/generated/pretendard-ui.woff2',
    `${process.cwd()}/src/lib/i18n/paraglide/messages/site_name.js`,
    `${process.cwd()}/src/lib/format.ts`,
  ];
  expect(packageFolders(sources).map((folder) => folder.replace(`${MODULES}/`, ''))).toEqual([
    'svelte',
    '@sveltejs/kit',
    'chart.js/node_modules/@kurkle/color',
    'vite',
    'pretendard',
    '@inlang/paraglide-js',
  ]);
});

test('a package without a licence text fails the build', () => {
  expect(() => describePackages([process.cwd()])).toThrow('has no licence text');
});
