import { describe, expect, test } from 'vitest';
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

describe('the beginning', () => {
  /** Runs it where a page is painted as given, and says what was done in which order. */
  async function begin(PerformanceObserver: unknown, atLatest: (run: () => void) => void): Promise<string[]> {
    const done: string[] = [];
    const tasks: (() => void)[] = [];
    const setTimeout = (run: () => void, ms = 0) => (ms > 0 ? atLatest(run) : tasks.push(run));
    const page = startAfterPaint(KITS.replace('kit.start(app)', 'kit'), ['base.js', 'node.js']);
    const document = {
      createElement: () => ({}),
      head: { append: ({ rel, href }: HTMLLinkElement) => done.push(`${rel} ${href}`) },
    };
    const load = (file: string) => done.push(file.replace(/.*\//, ''));
    // As the browser runs it, but for what it fetches.
    const run = new Function(
      ...['PerformanceObserver', 'document', 'setTimeout', 'load'],
      `return ${page.replaceAll('import(', 'load(')}`,
    ) as (...globals: unknown[]) => Promise<unknown>;
    await run(PerformanceObserver, document, setTimeout, load);
    for (const task of tasks) {
      done.push('–');
      task();
    }
    return done;
  }
  /** What is named is asked for in tasks of its own. */
  const ALL = ['start.A1.js', 'app.B2.js', '–', 'modulepreload base.js', '–', 'modulepreload node.js'];
  const never = () => undefined;

  test('comes with the paint, of which it hears once', async () => {
    let heard = 0;
    class Painted {
      tell: (entries: unknown, observer: Painted) => void;
      constructor(tell: (entries: unknown, observer: Painted) => void) {
        this.tell = tell;
      }
      observe() {
        queueMicrotask(() => this.tell([], this));
      }
      disconnect() {
        heard += 1;
      }
    }
    expect(await begin(Painted, never)).toEqual(ALL);
    expect(heard).toBe(1);
  });

  test('comes in the end where nothing is painted', async () => {
    class Silent {
      observe() {}
    }
    expect(await begin(Silent, (run) => queueMicrotask(run))).toEqual(ALL);
  });

  test('comes at once where the browser cannot say', async () => {
    expect(await begin(undefined, never)).toEqual(ALL);
  });
});
