// Vite plugin that subsets Pretendard to the characters used in the sources. Writes one font file and the list of its
// characters, and does nothing while that list is unchanged.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

const SOURCES = resolve(import.meta.dirname, '..');
const GENERATED = join(SOURCES, 'lib/styles/generated');
const FONT = join(GENERATED, 'pretendard-ui.woff2');
const CHARACTERS = join(GENERATED, 'pretendard-ui.txt');

/** Characters that appear in no source but that the browser prints: weekdays, digits, Latin names. */
const EXTRA_CHARACTERS =
  Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('') + '월화수목금토일년분초오전후';
/** Range of the weight axis, from body text to headings. */
const WEIGHTS = { wght: { min: 400, max: 800 } };
const FEATURES = ['kern', 'tnum', 'ccmp'];

/** All characters in the sources, sorted; comments and identifiers add only ASCII. */
export function charactersOf(texts: Iterable<string>): string {
  const characters = new Set(EXTRA_CHARACTERS);
  for (const text of texts) for (const character of text) if (character >= ' ') characters.add(character);
  return [...characters].sort().join('');
}

export function uiFont(): Plugin {
  return { name: 'ui-font', enforce: 'pre', buildStart: makeUiFont };
}

export async function makeUiFont(): Promise<void> {
  const characters = charactersOf(readSources(SOURCES));
  if (existsSync(FONT) && existsSync(CHARACTERS) && readFileSync(CHARACTERS, 'utf8') === characters) return;
  const whole = createRequire(import.meta.url).resolve(
    'pretendard/dist/web/variable/woff2/PretendardVariable.woff2',
  );
  const font = await subsetFont(readFileSync(whole), characters, {
    targetFormat: 'woff2',
    variationAxes: WEIGHTS,
    keepFeatures: FEATURES,
    noHinting: true,
  });
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(FONT, font);
  writeFileSync(CHARACTERS, characters);
}

function* readSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'paraglide' && path !== GENERATED) yield* readSources(path);
    } else if (/(?<!\.test)\.(?:ts|svelte|json)$/.test(entry.name)) {
      yield readFileSync(path, 'utf8');
    }
  }
}
