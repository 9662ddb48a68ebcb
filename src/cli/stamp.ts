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
 * Hash of the names and contents of all sources; a different value means that the build is out of date. Modification
 * times do not count: the build rewrites paraglide's settings.json, and a checkout touches what it does not change.
 */
export function fingerprintSources(root: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) for (const part of describe(root, source)) hash.update(part);
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

function* describe(root: string, path: string): Generator<string | Buffer> {
  if (GENERATED.some((pattern) => pattern.test(path))) return;
  const entry = statSync(join(root, path), { throwIfNoEntry: false });
  if (!entry) return;
  if (entry.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) yield* describe(root, `${path}/${name}`);
  } else {
    yield `${path}\0${entry.size}\0`;
    yield readFileSync(join(root, path));
  }
}
