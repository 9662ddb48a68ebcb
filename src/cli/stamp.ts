import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  ...['src', 'static', 'migrations'],
  ...['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'],
];
/** Written by the build itself. */
const GENERATED = [
  /^src\/lib\/i18n\/paraglide$/,
  /^src\/lib\/i18n\/project\.inlang\/(?!settings\.json$)/,
  /^src\/lib\/styles\/generated$/,
];
const STAMP = 'build/.sources';

/**
 * Hash of the names, sizes and modification times of all sources; a different value means that the build is out of date.
 * Comparing only the newest modification time would miss deleted files and files restored with an older time.
 */
export function fingerprintSources(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) for (const line of describe(root, source)) hash.update(line);
  return hash.digest('hex');
}

export function readStamp(root: string): string | null {
  try {
    return readFileSync(join(root, STAMP), 'utf8');
  } catch {
    return null;
  }
}

export function writeStamp(root: string, fingerprint: string): void {
  writeFileSync(join(root, STAMP), fingerprint);
}

function* describe(root: string, path: string): Generator<string> {
  if (GENERATED.some((pattern) => pattern.test(path))) return;
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return;
  if (!entry.isDirectory()) return yield `${path}\0${entry.size}\0${entry.mtimeMs}\n`;
  for (const name of readdirSync(join(root, path)).sort()) yield* describe(root, `${path}/${name}`);
}
