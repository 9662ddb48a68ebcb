// /licenses.txt of the built site against the packages' own files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDataDir } from './data-dir.ts';
import { ROOT } from '../setup/site.ts';
import { startSite } from './site.ts';

/** Packages whose code or font every build sends to browsers. */
const SENT = [
  '@inlang/paraglide-js',
  '@kurkle/color',
  '@sveltejs/kit',
  'chart.js',
  'devalue',
  'pretendard',
  'svelte',
];

/** Heading and licence text, from the files of the package. */
function read(name: string): string[] {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const place = name === 'pretendard' ? join(folder, 'dist') : folder;
  const file = readdirSync(place).find((each) => /^licen[cs]e/i.test(each));
  const text = readFileSync(join(place, file!), 'utf8').split('# Licenses of bundled dependencies')[0]!;
  return [`${name} ${version} (${license})`, text.trim()];
}

test('every package that reaches browsers is named with its version and licence text', async () => {
  const { url } = await startSite({ dataDir: await makeDataDir() });
  const response = await fetch(`${url}/licenses.txt`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  const named = [...text.matchAll(/^(\S+) \S+ \(\S+\)\n-{80}$/gm)].map(([, name]) => name!);
  expect(named).toEqual(expect.arrayContaining(SENT));
  for (const name of named) for (const part of read(name)) expect(text, name).toContain(part);
  for (const page of ['/about', '/en/about']) {
    expect(await (await fetch(url + page)).text(), page).toContain('href="/licenses.txt"');
  }
});
