// What the built site says about the packages of which it sends code or a font.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeDataDir } from './data-dir.ts';
import { ROOT, startSite } from './site.ts';

/** In the client bundle, each by something that only its own code or file says there. */
const SENT = {
  svelte: 'LICENSE.md',
  '@sveltejs/kit': 'LICENSE',
  devalue: 'LICENSE',
  'chart.js': 'LICENSE.md',
  '@kurkle/color': 'LICENSE.md',
  '@inlang/paraglide-js': 'LICENSE',
  pretendard: 'dist/LICENSE.txt',
};

function read(path: string): string {
  return readFileSync(join(ROOT, 'node_modules', path), 'utf8');
}

test('every package that reaches browsers is named with its version and licence text', async () => {
  const { url } = await startSite({ dataDir: await makeDataDir() });
  const response = await fetch(`${url}/licenses.txt`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  for (const [name, file] of Object.entries(SENT)) {
    const { version, license } = JSON.parse(read(`${name}/package.json`)) as Record<string, string>;
    expect(text).toContain(`\n${name} ${version} (${license})\n`);
    expect(text, name).toContain(read(`${name}/${file}`).trim());
  }
  for (const page of ['/about', '/en/about']) {
    expect(await (await fetch(url + page)).text(), page).toContain('href="/licenses.txt"');
  }
});
