// The market as a row of the boards: its prices are scored as the crowd's odds are.
import { expect, test } from 'vitest';
import { MICRO } from '#lib/domain/micro.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { scoresByHand, type Stretch, worthOf } from '../vectors/plain-scores.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  annulmentFor,
  insertForecaster,
  insertForecasters,
  insertQuestion,
  placeOn,
  resultOf,
} from './setup/factories.ts';
import { questionOf, trade } from './setup/markets.ts';
import { replayFrom } from './setup/replay.ts';
import { referencesOf } from './setup/results.ts';
import { startBoards } from './setup/what-if.ts';

const OPTIONS = ['lg', 'skt', 'upstage', 'motif'] as const;
const OUTCOME = [true, true, true, false];
const ALL = [true, true, true, true];
const GOOD = [900, 900, 900, 300];
const EVEN = [750, 750, 750, 750];
/** A whole stake takes Motif half-way to 1, and the others, who share what is left, to 708⅓. */
const MOTIF = [709, 708, 708, 875];

test('prices count from each trade until the result is known, as a correction or an annulment has it', async () => {
  const site = await replayFrom('2026-02-20T00:00:00+09:00', ['anna', 'ben']);
  const { timeAt, at, ids } = site;
  const times = { opensAt: timeAt(0), closesAt: timeAt(2000) };
  const shape = { kind: 'advance' as const, seats: 3, options: OPTIONS };
  const id = await insertQuestion(site.owner, { slug: 'advance-2', ...shape, ...times });
  const question = { id, slug: 'advance-2', seats: 3, options: OPTIONS };
  await site.place(500, 'anna', 'advance-2', GOOD);
  await trade(at(600), question, ids.ben, 'survives:motif', { spend: 1000 * MICRO });
  await trade(at(1000), question, ids.ben, 'survives:motif', { sell: 'all' });
  await site.publish(2101, 'advance-2', resultOf(OUTCOME, timeAt(2100)), 0);
  await site.publish(2102, 'advance-2', resultOf(ALL, timeAt(800), '고침'), 1);
  await site.publish(2103, 'advance-2', annulmentFor('무효'), 2);

  const worth = (permille: number[], outcome: boolean[]) => worthOf(permille, outcome, 3);
  const first: Stretch<'anna' | 'market'>[] = [
    { hours: 100, standing: { anna: worth(GOOD, OUTCOME) } },
    { hours: 400, standing: { anna: worth(GOOD, OUTCOME) }, outside: { market: worth(MOTIF, OUTCOME) } },
    { hours: 1000, standing: { anna: worth(GOOD, OUTCOME) }, outside: { market: worth(EVEN, OUTCOME) } },
  ];
  const corrected: Stretch<'anna' | 'market'>[] = [
    { hours: 100, standing: { anna: worth(GOOD, ALL) } },
    { hours: 200, standing: { anna: worth(GOOD, ALL) }, outside: { market: worth(MOTIF, ALL) } },
  ];
  for (const [version, stretches] of [
    [1, first],
    [2, corrected],
  ] as const) {
    const { peerMicro, baselineMicro, coverageMillionths } = scoresByHand(2000, [...stretches]).market!;
    const { market } = await referencesOf(site.owner, 'advance-2', version);
    expect(market).toEqual({ peerMicro, baselineMicro, coverageMillionths });
  }
  expect(await referencesOf(site.owner, 'advance-2', 3)).toEqual({});
});

test('what-if and official boards show the market with the same points, and none where nobody traded', async () => {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const admin = await insertForecaster(owner, { isAdmin: true });
  const accounts = await insertForecasters(db, 3);
  const { keeper, boards } = await startBoards(database);
  for (const account of accounts) await placeOn(db, 'final-3', account, [700, 700, 600]);
  for (const account of accounts) await placeOn(db, 'count-3', account, [100, 500, 250, 150]);
  await keeper.poll();
  await keeper.stop();
  const assume = (slug: string, survivors: string[]) => [{ question: slug, survivors }];
  const ofMarket = <Row extends { who: string }>(rows: readonly Row[]) =>
    rows.find(({ who }) => who === 'market');
  const before = await boards.boardAt(assume('final-3', ['skt', 'upstage']), await instantAfter(db));
  expect(ofMarket(before!.references)).toBeUndefined();

  const question = await questionOf(db, 'final-3');
  await trade(db, question, accounts[0], 'set:skt,upstage', { spend: 400 * MICRO });
  await trade(db, question, accounts[1], 'drops:lg', { spend: 100 * MICRO });
  const knownAt = await instantAfter(db);
  const assumed = await boards.boardAt(assume('final-3', ['skt', 'upstage']), knownAt);
  await resolutions.publish(db, admin, 'final-3', resultOf([true, true, false], knownAt), 0);
  await resolutions.publish(db, admin, 'count-3', resultOf([false, true, false, false], knownAt), 0);
  const request = { page: 1, search: '', accountId: null, hasAuthor: true };
  const official = await leaderboard.questionBoard(db, 'final-3', request);
  const { peerMicro, baselineMicro, coverageSum } = ofMarket(assumed!.references)!;
  expect(baselineMicro).toBeGreaterThan(0);
  expect(ofMarket(official.references)).toMatchObject({
    ...{ rank: null, peerMicro, baselineMicro, questions: 1, coverageMillionths: coverageSum },
  });
  const all = await leaderboard.board(db, 'all', request);
  expect(ofMarket(all.references)).toMatchObject({ peerMicro, questions: 1 });
  expect(ofMarket((await leaderboard.questionBoard(db, 'count-3', request)).references)).toBeUndefined();
});
