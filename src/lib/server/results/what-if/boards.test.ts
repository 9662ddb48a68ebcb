import { describe, expect, onTestFinished, test } from 'vitest';
import { BusyError } from '../../platform/errors.ts';
import { WhatIfBoards } from './boards.ts';

/** A log follower without updates. */
const QUIET = { listen: () => () => undefined, poll: () => Promise.resolve() };

/** Boards whose workers end immediately, so that every request fails. */
function openBroken(): WhatIfBoards {
  const boards = new WhatIfBoards('/nothing/here.ts', 'postgres://nobody@127.0.0.1:1/nothing', QUIET);
  onTestFinished(() => boards.close());
  return boards;
}

const assume = (n: number) => [[{ question: 'final-3', survivors: [`company-${n}`] }]];

async function refusals(asked: Promise<unknown>[]): Promise<boolean[]> {
  const settled = await Promise.allSettled(asked);
  return settled.map((each) => each.status === 'rejected' && each.reason instanceof BusyError);
}

describe('boards', () => {
  test('are refused beyond forty that wait, and no more once these are done', async () => {
    const boards = openBroken();
    const asked = await refusals(Array.from({ length: 60 }, (_, n) => boards.boards(assume(n))));
    expect(asked).toEqual(Array.from({ length: 60 }, (_, n) => n >= 40));
    expect(await refusals([boards.boards(assume(59))])).toEqual([false]);
  });

  test('of one assumption are computed once for all requests that wait for it', async () => {
    const boards = openBroken();
    const asked = await refusals(Array.from({ length: 500 }, () => boards.boards(assume(1))));
    expect(asked.filter(Boolean)).toEqual([]);
  });
});
