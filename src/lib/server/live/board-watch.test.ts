import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BoardUpdate } from '#lib/types/leaderboard.ts';
import { BusyError } from '../errors.ts';
import { BoardWatch } from './board-watch.ts';

const SECOND_MS = 1_000;
const BOARD: BoardUpdate = { assume: [], questions: 1, ranked: 0, rows: [], references: [] };

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

describe('watched boards', () => {
  test('are recomputed with limited concurrency, all of them in the end', async () => {
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
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    await vi.waitFor(() => expect(sent).toEqual(keys));
    expect(most).toBe(8);
  });

  test('are retried when the queue is full, without reporting an error', async () => {
    const load = vi.fn(() => Promise.resolve(BOARD));
    load.mockRejectedValueOnce(new BusyError());
    watch.watch({ key: 'board', load });
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(sent).toEqual(['board']);
    expect(onError).not.toHaveBeenCalled();
  });

  test('that fail are reported and do not hold up the others', async () => {
    const broken = new Error('broken');
    watch.watch({ key: 'broken', load: () => Promise.reject(broken) });
    watch.watch({ key: 'board', load: () => Promise.resolve(BOARD) });
    await vi.advanceTimersByTimeAsync(SECOND_MS);
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
