import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GrowingLog } from './growing-log.ts';

const rowOf = (seq: number) => ({ seq, account: 1 + (seq % 3), madeAt: seq * 10, permille: [seq % 1000, 7] });

function logOf(seqs: readonly number[]): GrowingLog {
  const log = new GrowingLog(2);
  for (const { seq, account, madeAt, permille } of seqs.map(rowOf)) log.take(seq, account, madeAt, permille);
  return log;
}

describe('a growing log', () => {
  test('holds each row once and in order, however rows come', () => {
    const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 60 });
    const arrivals = seqs.chain((each) =>
      fc.shuffledSubarray([...each, ...each], { minLength: 2 * each.length }),
    );
    fc.assert(
      fc.property(arrivals, (arrived) => {
        const rows = [...new Set(arrived)].sort((a, b) => a - b).map(rowOf);
        const log = logOf(arrived);
        const { account, madeAt, permille } = log.columns([[], []], [0, 0, 0, 0]);
        expect(log.length).toBe(rows.length);
        expect(Array.from(account)).toEqual(rows.map((row) => row.account));
        expect(Array.from(madeAt)).toEqual(rows.map((row) => row.madeAt));
        expect(Array.from(permille)).toEqual(rows.flatMap((row) => row.permille));
      }),
    );
  });

  test('grows beyond its first thousand rows, a late one in its place', () => {
    const seqs = Array.from({ length: 5_000 }, (_, i) => i + 1);
    const { madeAt } = logOf([...seqs.filter((seq) => seq !== 4_990), 4_990]).columns([[], []], [0, 0, 0, 0]);
    expect(Array.from(madeAt)).toEqual(seqs.map((seq) => seq * 10));
  });

  test('has the odds of crowd and market between its rows, by time', () => {
    const odds = (...times: number[]) => times.map((at) => ({ at, permille: [at, 1] }));
    const { account, madeAt, outside } = logOf([1, 3]).columns([odds(10, 40), odds(5, 20, 40)], [0, 0, 0, 0]);
    expect(Array.from(madeAt)).toEqual([5, 10, 10, 20, 30, 40, 40]);
    expect(Array.from(account)).toEqual([1, 0, 2, 1, 1, 0, 1]);
    expect(Array.from(outside!)).toEqual([1, 1, 0, 1, 0, 1, 1]);
  });
});
