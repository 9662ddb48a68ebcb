import { expect, it } from 'vitest';
import { StandingRows } from './standing-rows.ts';

it('does not grow when the same accounts forecast again', () => {
  const rows = new StandingRows(2);
  for (let seq = 1; seq <= 10_000; seq++) rows.put(seq % 40, seq, [500, 500], 1);
  expect(rows.length).toBeLessThanOrEqual(128);
  expect(rows.weights.length).toBeLessThanOrEqual(128);
  expect(rows.weights.subarray(0, rows.length).reduce((a, b) => a + b)).toBe(40);
});

it('brings rows into seq order for any order of arrival', () => {
  const rows = new StandingRows(2);
  for (const seq of [3, 1, 4, 2]) rows.put(10 + seq, seq, [500 + seq, 500 - seq], 1);
  rows.sort();
  expect(Array.from({ length: rows.length }, (_, slot) => rows.seqAt(slot))).toEqual([1, 2, 3, 4]);
  expect([...rows.permille.subarray(0, 8)]).toEqual([501, 499, 502, 498, 503, 497, 504, 496]);
  expect(rows.find(13)).toBe(2);
  expect(rows.find(3)).toBeUndefined();
});

it('keeps weights, withdrawals and the latest row of an account when it sorts and compacts', () => {
  const rows = new StandingRows(2);
  for (let seq = 300; seq >= 201; seq--)
    rows.put(seq % 50, seq, seq % 3 === 0 ? null : [seq, 1000 - seq], 0.5);
  for (let seq = 400; seq >= 301; seq--)
    rows.put(seq % 50, seq, seq % 3 === 0 ? null : [seq, 1000 - seq], 0.5);
  rows.sort();
  const kept = Array.from({ length: rows.length }, (_, slot) => slot).filter(
    (slot) => rows.find(rows.seqAt(slot) % 50) === slot,
  );
  expect(kept).toHaveLength(50);
  expect(kept.map((slot) => rows.seqAt(slot))).toEqual(
    kept.map((slot) => rows.seqAt(slot)).toSorted((a, b) => a - b),
  );
  for (const slot of kept) {
    const isWithdrawn = rows.seqAt(slot) % 3 === 0;
    expect(rows.isWithdrawn(slot)).toBe(isWithdrawn);
    expect(rows.weights[slot]).toBe(isWithdrawn ? 0 : 0.5);
    expect(rows.permille[2 * slot]).toBe(isWithdrawn ? 0 : rows.seqAt(slot));
  }
});
