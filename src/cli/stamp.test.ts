import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { fingerprintSources, readStamp, writeStamp } from './stamp.ts';

let root: string;
const write = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'final-two-stamp-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['src/lib/i18n/paraglide', 'src/lib/i18n/project.inlang', 'build'])
    mkdirSync(join(root, folder), { recursive: true });
  write('src/page.svelte', 'one');
  write('package.json', '{}');
  write('src/lib/i18n/project.inlang/settings.json', '{}');
});

describe('the fingerprint of the sources', () => {
  test('is unchanged when nothing changed, and is stored beside the build', () => {
    const fingerprint = fingerprintSources(root);
    writeStamp(root, fingerprint);
    expect(readStamp(root)).toBe(fingerprintSources(root));
  });

  test('changes when a file is edited, added or removed, not when it is touched', () => {
    const seen = [fingerprintSources(root)];
    write('src/page.svelte', 'other');
    seen.push(fingerprintSources(root));
    write('src/new.ts', '');
    seen.push(fingerprintSources(root));
    utimesSync(join(root, 'src/page.svelte'), 1, 1);
    expect(fingerprintSources(root)).toBe(seen.at(-1));
    write('src/page.svelte', 'three');
    rmSync(join(root, 'src/new.ts'));
    seen.push(fingerprintSources(root));
    write('src/lib/i18n/project.inlang/settings.json', '{"locales":[]}');
    seen.push(fingerprintSources(root));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('ignores generated files', () => {
    const before = fingerprintSources(root);
    write('src/lib/i18n/paraglide/runtime.js', '');
    write('src/lib/i18n/project.inlang/README.md', '');
    write('build/handler.js', '');
    expect(fingerprintSources(root)).toBe(before);
  });

  test('is absent before the first build', () => {
    expect(readStamp(root)).toBeNull();
  });
});
