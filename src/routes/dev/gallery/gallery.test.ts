// Whoever adds a component shows it here, too: in the gallery, or inside another component that is.
import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';
import { sourcesIn } from '#lib/i18n/sources.fixture.ts';

const COMPONENTS = 'src/lib/components';
const GALLERY = 'src/routes/dev/gallery/Gallery.svelte';

/** What nobody sees by itself. */
const UNSEEN: Record<string, string> = {
  'later/Later.svelte': 'fetches the code of what it holds, and draws nothing',
  'share/ShareMeta.svelte': 'of the document’s head',
  'share/StructuredData.svelte': 'for search engines',
};

const files = new Map(
  ['src/lib', 'src/routes']
    .flatMap((folder) => sourcesIn(folder, ['.svelte', '.ts']))
    .map(({ path, text }) => [path, text]),
);

/** Files that a file brings, at once or later. */
function broughtBy(path: string): string[] {
  const names = [...(files.get(path) ?? '').matchAll(/(?:from|import\() ?'(#lib|\.{1,2})(\/[^']+)'/g)];
  return names.map(([, root, rest]) =>
    root === '#lib' ? `src/lib${rest}` : join(dirname(path), `${root}${rest}`),
  );
}

function reachedFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const brought of broughtBy(path)) reached.add(brought);
  return reached;
}

test('the gallery shows every component that people see', () => {
  const reached = reachedFrom(GALLERY);
  const missing = [...files.keys()]
    .filter((path) => path.startsWith(`${COMPONENTS}/`) && path.endsWith('.svelte') && !reached.has(path))
    .map((path) => path.slice(COMPONENTS.length + 1));
  expect(missing.filter((name) => !(name in UNSEEN))).toEqual([]);
});

test('what it leaves out is there', () => {
  expect(Object.keys(UNSEEN).filter((name) => !files.has(`${COMPONENTS}/${name}`))).toEqual([]);
});
