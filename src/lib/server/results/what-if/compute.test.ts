import { expect, test } from 'vitest';
import { computeBoard } from './compute.ts';

const sum = (peerMicro: number) => ({ peerMicro, baselineMicro: 0, coverageSum: 1_000_000, questions: 1 });

const INPUT = {
  accountIds: [0, 0, 11, 12, 13, 14],
  isExcluded: [1, 1, 0, 0, 0, 1],
  isShown: null,
  official: new Map([30, 20, 10, 40].map((peer, i) => [i + 2, sum(peer)])),
  officialReferences: [{ who: 'even' as const, ...sum(-5) }],
  officialQuestions: 1,
  assumed: [],
};

const rowsOf = ({ accounts, ranks, peerMicro }: ReturnType<typeof computeBoard>) =>
  Array.from(accounts, (account, i) => [account, ranks[i], peerMicro[i]]);

test('a board of some has the points of the board of all, with ranks among them', () => {
  const all = computeBoard(INPUT);
  expect(rowsOf(all)).toEqual([
    [11, 1, 30],
    [12, 2, 20],
    [13, 3, 10],
    [14, 0, 40],
  ]);
  expect([all.ranked, all.pool]).toEqual([3, 3]);

  const some = computeBoard({ ...INPUT, isShown: [0, 0, 0, 1, 1, 0] });
  expect(rowsOf(some)).toEqual([
    [12, 1, 20],
    [13, 2, 10],
  ]);
  expect([some.ranked, some.pool]).toEqual([2, 3]);
  expect(some.references).toEqual(all.references);
});
