import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { BusyError } from '../../platform/errors.ts';
import { BoardWatch } from './board-watch.ts';

const SECOND_MS = 1_000;
const BOARD: BoardUpdate = {
  ...{ assume: [], newcomersOnly: false, limit: 100 },
  ...{ questions: 1, ranked: 0, pool: 0, rows: [], references: [] },
};

const onError = vi.fn();
let watch: BoardWatch;
let sent: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onError.mockClear();
  sent = [];
  watch = new BoardWatch(onError);
  stop = watch.start((key) => void sent.push(key));
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** One interval, with all work that it starts. */
function tick(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(SECOND_MS);
}

/** A board that changes with each computation. */
function changingBoard() {
  let ranked = 0;
  return vi.fn(() => Promise.resolve({ ...BOARD, ranked: ++ranked }));
}

describe('a watched board', () => {
  test('is computed once for all pages that show it', async () => {
    const loads = [changingBoard(), changingBoard()];
    for (const load of loads) watch.watch({ key: 'board', load });
    await tick();
    expect(loads.map((load) => load.mock.calls.length)).toEqual([1, 0]);
    expect(sent).toEqual(['board']);
  });

  test('is computed again after a change and for a page that comes later, and not otherwise', async () => {
    const load = changingBoard();
    watch.watch({ key: 'board', load });
    for (let i = 0; i < 3; i++) await tick();
    expect(load).toHaveBeenCalledTimes(1);
    watch.markStale();
    for (let i = 0; i < 3; i++) await tick();
    expect(load).toHaveBeenCalledTimes(2);
    watch.watch({ key: 'board', load });
    await tick();
    expect(sent).toHaveLength(3);
  });

  test('is sent at most once a second, with the last of many changes', async () => {
    const load = changingBoard();
    watch.watch({ key: 'board', load });
    await tick();
    for (let i = 0; i < 30; i++) {
      watch.markStale();
      await vi.advanceTimersByTimeAsync(SECOND_MS / 10);
    }
    await tick();
    expect(sent.length).toBeGreaterThan(2);
    expect(sent.length).toBeLessThanOrEqual(5);
    await tick();
    expect(load).toHaveBeenCalledTimes(sent.length);
  });

  test('is not sent again while it is the same', async () => {
    const load = vi.fn(() => Promise.resolve(BOARD));
    watch.watch({ key: 'board', load });
    await tick();
    watch.markStale();
    await tick();
    expect(load).toHaveBeenCalledTimes(2);
    expect(sent).toEqual(['board']);
  });

  test('is not computed any more once its last page has left, or the watch has stopped', async () => {
    const [left, kept] = [changingBoard(), changingBoard()];
    const leave = [watch.watch({ key: 'left', load: left }), watch.watch({ key: 'left', load: left })];
    watch.watch({ key: 'kept', load: kept });
    leave[0]!();
    await tick();
    leave[1]!();
    watch.markStale();
    await tick();
    expect([left.mock.calls.length, kept.mock.calls.length]).toEqual([1, 2]);
    stop();
    watch.markStale();
    await tick();
    expect(kept).toHaveBeenCalledTimes(2);
  });

  test('that fails while the watch stops is no error', async () => {
    const failing = Promise.withResolvers<BoardUpdate>();
    watch.watch({ key: 'board', load: () => failing.promise });
    await tick();
    stop();
    failing.reject(new Error('the worker has ended'));
    await tick();
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('the boards that pages show', () => {
  test('are worked out a few at a time, all of them in the end', async () => {
    let running = 0;
    let most = 0;
    const load = async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      return BOARD;
    };
    const keys = Array.from({ length: 30 }, (_, n) => `board ${n}`);
    for (const key of keys) watch.watch({ key, load });
    await tick();
    await vi.waitFor(() => expect(sent).toEqual(keys));
    expect(most).toBe(8);
  });

  test('are retried when the queue is full, without reporting an error', async () => {
    const load = vi.fn(() => Promise.resolve(BOARD));
    load.mockRejectedValueOnce(new BusyError());
    watch.watch({ key: 'board', load });
    await tick();
    expect(sent).toEqual([]);
    await tick();
    expect(sent).toEqual(['board']);
    expect(onError).not.toHaveBeenCalled();
  });

  test('that fail are reported and do not hold up the others', async () => {
    const broken = new Error('broken');
    watch.watch({ key: 'broken', load: () => Promise.reject(broken) });
    watch.watch({ key: 'board', load: () => Promise.resolve(BOARD) });
    await tick();
    expect(sent).toEqual(['board']);
    expect(onError.mock.calls).toEqual([[broken]]);
  });

  test('are limited to a hundred different ones', () => {
    const load = () => Promise.resolve(BOARD);
    const stops = Array.from({ length: 100 }, (_, n) => watch.watch({ key: `board ${n}`, load }));
    expect([watch.isFull('another'), watch.isFull('board 5')]).toEqual([true, false]);
    stops[0]!();
    expect(watch.isFull('another')).toBe(false);
  });
});
