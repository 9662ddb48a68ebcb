import { describe, expect, test } from 'vitest';
import { Tail } from './tail.ts';

const SECOND = 1000;
const START = Date.UTC(2026, 10, 24);
/** A transaction that drew its place in the log longer ago has been ended by the server. */
const LONGEST_TRANSACTION = 60 * SECOND;

/** A log whose rows become visible at some time, in whatever order, and a reader that follows it by a tail. */
class Log {
  readonly tail: Tail;
  readonly met: number[] = [];
  readonly #visibleAt = new Map<number, number>();
  rowsRead = 0;

  constructor(from = 0) {
    this.tail = new Tail(from);
  }

  commit(seq: number, at: number): void {
    this.#visibleAt.set(seq, at);
  }

  read(now: number): void {
    const from = this.tail.from();
    const rows = [...this.#visibleAt]
      .filter(([seq, at]) => at <= now && seq > from)
      .map(([seq]) => seq)
      .sort((a, b) => a - b);
    this.rowsRead += rows.length;
    this.met.push(...rows.filter((seq) => this.tail.isNew(seq, now)));
    this.tail.hasRead(now);
  }

  readEvery(ms: number, from: number, to: number): void {
    for (let now = from; now <= to; now += ms) this.read(now);
  }
}

describe('the tail of the log', () => {
  test('begins after the place that it is given', () => {
    const log = new Log(7);
    for (const seq of [6, 7, 8]) log.commit(seq, START);
    log.read(START);
    expect(log.met).toEqual([8]);
  });

  test('meets every row once, however often it reads', () => {
    const log = new Log();
    for (let seq = 1; seq <= 500; seq++) log.commit(seq, START + seq * 700);
    log.readEvery(400, START, START + 500 * SECOND);
    expect(log.met).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  });

  test.each([
    ['at once', 0],
    ['a moment later', SECOND],
    ['as late as a transaction can last', LONGEST_TRANSACTION - SECOND],
  ])('meets a row that is committed after a later one, %s', (_, delay) => {
    const log = new Log();
    log.commit(1, START);
    log.commit(3, START);
    log.commit(2, START + delay);
    for (let seq = 4; seq < 200; seq++) log.commit(seq, START + seq * SECOND);
    log.readEvery(400, START, START + 300 * SECOND);
    expect(log.met.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 199 }, (_, i) => i + 1));
  });

  test.each([
    ['a minute', 61],
    ['an hour', 3600],
  ])('misses nothing that was committed while it could not read for %s', (_, seconds) => {
    const log = new Log();
    log.commit(2, START);
    log.read(START);
    log.commit(1, START + SECOND);
    log.commit(3, START + 2 * SECOND);
    log.readEvery(400, START + seconds * SECOND, START + (seconds + 200) * SECOND);
    expect(log.met.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test('goes on where it was after a reading that failed', () => {
    const log = new Log();
    log.commit(2, START);
    log.read(START);
    log.commit(1, START + SECOND);
    for (let i = 0; i < 10; i++) log.tail.from();
    log.read(START + 10 * LONGEST_TRANSACTION);
    expect(log.met).toEqual([2, 1]);
  });

  test('moves on, so that a row is read again for about a minute and no longer', () => {
    const log = new Log();
    for (let seq = 1; seq <= 100; seq++) log.commit(seq, START);
    log.readEvery(SECOND, START, START + 2 * LONGEST_TRANSACTION);
    expect(log.tail.from()).toBe(100);
    const before = log.rowsRead;
    log.readEvery(SECOND, START + 3 * LONGEST_TRANSACTION, START + 4 * LONGEST_TRANSACTION);
    expect(log.rowsRead).toBe(before);
  });

  test('remembers the rows of the last minute alone, however long it runs', () => {
    const log = new Log();
    const perSecond = 10;
    const seconds = 3600;
    for (let i = 0; i < seconds * perSecond; i++) log.tail.isNew(i + 1, START + (i * SECOND) / perSecond);
    log.tail.hasRead(START + seconds * SECOND);
    expect(log.tail.size).toBeLessThanOrEqual(perSecond * 61);
    log.tail.hasRead(START + seconds * SECOND + LONGEST_TRANSACTION);
    expect(log.tail.size).toBe(0);
  });
});
