import { expect, test } from 'vitest';
import { startAfterPaint } from './after-paint.ts';

const KITS = `Promise.all([
	import("./_app/immutable/entry/start.A1.js"),
	import("./_app/immutable/entry/app.B2.js")
]).then(([kit, app]) => kit.start(app))`;

test('what Kit begins with waits for the first paint, and names what it needs then', () => {
  const page = startAfterPaint(`<p>$&</p><script>${KITS}</script>`, ['./_app/immutable/nodes/0.C3.js']);
  expect(page).toMatch(/^<p>\$&<\/p><script>new Promise/);
  expect(page).toContain('of ["./_app/immutable/nodes/0.C3.js"])');
  expect(page.indexOf('PerformanceObserver')).toBeLessThan(page.indexOf('entry/start'));
  expect(page).toContain(').then(([kit, app]) => kit.start(app))');
});

test('a page that begins otherwise stays as it is', () => {
  const page = '<script>import("./_app/immutable/entry/start.A1.js")</script>';
  expect(startAfterPaint(page, ['a.js'])).toBe(page);
});
