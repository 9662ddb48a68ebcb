import { expect, test } from 'vitest';
import { NotResolvableError } from '#lib/server/platform/errors.ts';
import * as resolutionHistory from '#lib/server/results/resolutions/history.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';
import {
  annulmentFor,
  handleOf,
  insertForecasters,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { cloneWithHours } from './setup/replay.ts';

const RIGHT = [800, 800, 400];
const WRONG = [400, 800, 800];

test('every version has the ranks that it changed, and what its decider had forecast', async () => {
  const { db, admin, at, timeAt } = await cloneWithHours();
  const people = await insertForecasters(db, 2);
  const [a, b] = [await handleOf(db, people[0]), await handleOf(db, people[1])];
  await placeOn(at(2), 'final-3', people[0], RIGHT);
  await placeOn(at(2), 'final-3', people[1], WRONG);
  await placeOn(at(3), 'final-3', admin, RIGHT);
  await placeOn(at(4), 'final-3', admin, null);
  const publish = (hours: number, decision: Decision, version: number) =>
    resolutions.publish(at(hours), admin, 'final-3', decision, version);
  await publish(10, resultOf([true, true, false], timeAt(8)), 0);
  await publish(12, resultOf([false, true, true], timeAt(8), 'it was read wrongly'), 1);
  await publish(13, annulmentFor('the contest was called off'), 2);

  const question = { id: await questionId(db, 'final-3'), scored: true };
  const { versions } = await resolutionHistory.find(db, question);
  const [madeAt, withdrawnAt] = [timeAt(3).toISOString(), timeAt(4).toISOString()];
  for (const { deciderForecast } of versions)
    expect(deciderForecast).toEqual({ permille: RIGHT, madeAt, withdrawnAt });
  expect(
    versions.map(({ version, ranked, rankChanges }) => ({
      ...{ version, ranked },
      changes: rankChanges.map(({ handle, rankBefore, rankAfter }) => [handle, rankBefore, rankAfter]),
    })),
  ).toEqual([
    {
      version: 3,
      ranked: 0,
      changes: [
        [b, 1, null],
        [a, 2, null],
      ],
    },
    {
      version: 2,
      ranked: 2,
      changes: [
        [b, 2, 1],
        [a, 1, 2],
      ],
    },
    {
      version: 1,
      ranked: 2,
      changes: [
        [a, null, 1],
        [b, null, 2],
      ],
    },
  ]);
  await expect(resolutionHistory.find(db, { ...question, scored: false })).rejects.toThrow(
    NotResolvableError,
  );
});
