/** Files of the repository for tests that read them: what they forbid, no other test would notice. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Source {
  /** From the repository's root, with slashes. */
  path: string;
  text: string;
}

/** The admin pages: their texts stand in their files. */
export const KOREAN_ONLY = ['src/routes/admin/', 'src/lib/components/admin/'];

const GENERATED = 'src/lib/i18n/paraglide/';

/** Files below a folder that end so, in order of their names. */
export function sourcesIn(folder: string, endings: readonly string[]): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`.replaceAll('\\', '/'))
    .filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.startsWith(GENERATED))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

export function isTest({ path }: Source): boolean {
  return path.endsWith('.test.ts') || path.endsWith('.fixture.ts');
}

/** Without comments, which readers do not see. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm, '');
}
