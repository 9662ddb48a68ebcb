import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Standing } from './standing.ts';

const NOBODY: ReadonlySet<number> = new Set();
const A = [800, 800, 400];
const B = [700, 700, 600];
const C = [900, 600, 500];

type Row = [account: number, seq: number, permille: number[] | null];

function standingOf(rows: Row[]): Standing {
  const standing = new Standing();
  for (const row of rows) standing.take(...row);
  return standing;
}

describe('standing forecasts', () => {
  test('are none at first', () => {
    expect(new Standing().list(NOBODY)).toEqual([]);
    expect(new Standing().lastSeq).toBe(0);
  });

  test.each<[string, Row[], number[][]]>([
    [
      'each account’s, oldest first',
      [
        [1, 1, A],
        [2, 2, B],
      ],
      [A, B],
    ],
    [
      'the latest of an account, in its new place',
      [
        [1, 1, A],
        [2, 2, B],
        [1, 3, C],
      ],
      [B, C],
    ],
    [
      'without those withdrawn',
      [
        [1, 1, A],
        [2, 2, B],
        [1, 3, null],
      ],
      [B],
    ],
    [
      'with those made again',
      [
        [1, 1, A],
        [1, 2, null],
        [2, 3, B],
        [1, 4, C],
      ],
      [B, C],
    ],
    [
      'in the log’s order where a row comes late',
      [
        [1, 2, A],
        [2, 1, B],
      ],
      [B, A],
    ],
    [
      'in the log’s order where a later row came first',
      [
        [1, 1, A],
        [3, 4, C],
        [2, 2, B],
        [2, 3, A],
      ],
      [A, A, C],
    ],
    [
      'what they were where an older row of the same account comes late',
      [
        [1, 2, A],
        [1, 1, B],
      ],
      [A],
    ],
    [
      'withdrawn where the forecast before comes late',
      [
        [1, 2, null],
        [1, 1, A],
      ],
      [],
    ],
    [
      'the same where rows come twice',
      [
        [1, 1, A],
        [2, 2, B],
        [1, 1, A],
        [2, 2, B],
      ],
      [A, B],
    ],
  ])('are %s', (_, rows, expected) => {
    expect(standingOf(rows).list(NOBODY)).toEqual(expected);
  });

  test('leave out whoever is outside, and only while he is', () => {
    const standing = standingOf([
      [1, 1, A],
      [2, 2, B],
      [3, 3, C],
    ]);
    expect(standing.list(new Set([2]))).toEqual([A, C]);
    expect(standing.list(new Set([1, 2, 3, 4]))).toEqual([]);
    expect(standing.list(NOBODY)).toEqual([A, B, C]);
  });

  test('tell whether a row changed anything', () => {
    const standing = new Standing();
    expect(standing.take(1, 5, A)).toBe(true);
    expect(standing.take(1, 5, A)).toBe(false);
    expect(standing.take(1, 4, B)).toBe(false);
    expect(standing.take(1, 6, null)).toBe(true);
  });

  test('know how far in the log they are, whatever comes late', () => {
    const standing = standingOf([
      [1, 5, A],
      [2, 3, B],
    ]);
    expect(standing.lastSeq).toBe(5);
    standing.take(2, 9, null);
    expect(standing.lastSeq).toBe(9);
  });

  test('are the same whatever the order in which the log’s rows come, and however often', () => {
    const log = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.option(fc.constantFrom(A, B, C))), { maxLength: 30 })
      .map((rows) => rows.map(([account, permille], i): Row => [account, i + 1, permille]));
    const arrivals = log.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray([...rows, ...rows], { minLength: 2 * rows.length }),
        fc.subarray([1, 2, 3, 4, 5, 6]),
      ),
    );
    fc.assert(
      fc.property(arrivals, ([rows, arrived, outside]) => {
        const latest = new Map<number, Row>();
        for (const row of rows) latest.set(row[0], row);
        const expected = [...latest.values()]
          .sort((a, b) => a[1] - b[1])
          .filter(([account, , permille]) => permille && !outside.includes(account))
          .map(([, , permille]) => permille);
        const standing = standingOf(arrived);
        expect(standing.list(new Set(outside))).toEqual(expected);
        expect(standing.lastSeq).toBe(rows.length);
      }),
      { numRuns: 500 },
    );
  });
});
