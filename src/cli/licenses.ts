// Vite plugin: writes /licenses.txt, which names every package whose code or font a browser receives, with its version
// and licence text. The list is taken from the client bundle, the texts from the packages' own files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** What a package has generated, or adds to a bundle, and which one that is. */
const GENERATED: [RegExp, string][] = [
  [/\/src\/lib\/i18n\/paraglide\//, '@inlang/paraglide-js'],
  [/\/styles\/generated\/pretendard-/, 'pretendard'],
  [/^\0vite\//, 'vite'],
  [/^\0rolldown\//, 'rolldown'],
];
const LICENSE_FILE = /^(?:licen[cs]e|copying)(?:\.\w+)?$/i;
const LINE = '-'.repeat(80);

export function licenses(): Plugin {
  return {
    name: 'licenses',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_, bundle) {
      const folders = packageFolders(Object.values(bundle).flatMap(sourcesOf));
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: describePackages(folders) });
    },
  };
}

function sourcesOf(output: Rolldown.OutputAsset | Rolldown.OutputChunk): string[] {
  return output.type === 'chunk' ? output.moduleIds : output.originalFileNames.map((file) => `/${file}`);
}

/** The folders of the packages from which modules and files come; each folder once. */
export function packageFolders(sources: readonly string[]): string[] {
  const folders = sources.flatMap((source) => {
    const generated = GENERATED.find(([pattern]) => pattern.test(source));
    if (generated) return [join(MODULES, generated[1])];
    return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source)?.[0] ?? [];
  });
  return [...new Set(folders)];
}

/** @throws Error where a package has no licence text */
export function describePackages(folders: readonly string[]): string {
  const parts = new Set(folders.map(describePackage));
  // A static file is served without a charset: the byte order mark says that it is UTF-8.
  return `\uFEFFThis site sends code and a font of these packages to browsers.\n\n${[...parts].sort().join('\n')}`;
}

function describePackage(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  return `${name} ${version} (${license})\n${LINE}\n${readLicense(folder)}\n`;
}

function readLicense(folder: string): string {
  for (const place of [folder, join(folder, 'dist')].filter((path) => existsSync(path))) {
    const file = readdirSync(place).find((each) => LICENSE_FILE.test(each));
    // Vite's own licence is followed by those of what it bundles for itself.
    if (file)
      return readFileSync(join(place, file), 'utf8').split('# Licenses of bundled dependencies')[0]!.trim();
  }
  throw new Error(`${folder} has no licence text.`);
}
