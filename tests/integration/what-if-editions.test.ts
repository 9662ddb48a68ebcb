// The what-if board under a result of the newest edition: it resolves older editions as publishing does, so under the
// true outcome it equals the official board row by row.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recordPoint } from '#lib/server/forecasts/crowd/queries.ts';
import { LogFollower } from '#lib/server/forecasts/log/follower.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { WhatIfBoards } from '#lib/server/results/what-if/boards.ts';
import type { ComputedBoard } from '#lib/server/results/what-if/compute.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { startEdition, withMotif, withoutMotif } from './setup/editions.ts';
import { annulmentFor, questionId, resultOf } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';
import { boardsOf, officialRows, rowsOf } from './setup/what-if.ts';

const BEGIN = '2026-09-01T00:00:00+09:00';
const KNOWN_AT = 4000;
type Site = Awaited<ReturnType<typeof replayFrom<'anna' | 'ben' | 'cho' | 'dan'>>>;

/** Three editions with forecasts on each, and odds on record: SKT, Upstage and LG, then with Motif, then without it. */
async function setUp(): Promise<Site> {
  const site = await replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan']);
  await site.place(100, 'anna', 'final-3', [900, 500, 600]);
  await site.place(300, 'ben', 'final-3', [400, 900, 700]);
  await writeOdds(site, 310, 'final-3', [700, 750, 550]);
  await startEdition(site.at(500), site.admin, 'final-3', 'final-3b', withMotif);
  await site.place(600, 'anna', 'final-3b', [600, 300, 400, 700]);
  await site.place(700, 'cho', 'final-3b', [800, 200, 700, 300]);
  await writeOdds(site, 710, 'final-3b', [700, 250, 550, 500]);
  await startEdition(site.at(1000), site.admin, 'final-3b', 'final-3c', withoutMotif);
  await site.place(2000, 'ben', 'final-3c', [900, 200, 900]);
  await site.place(2500, 'dan', 'final-3c', [500, 800, 700]);
  await writeOdds(site, 2510, 'final-3c', [750, 500, 750]);
  return site;
}

async function writeOdds(site: Site, hours: number, slug: string, permille: number[]) {
  const id = await questionId(site.owner, slug);
  await recordPoint(site.at(hours), { questionId: id, seq: 1, permille, forecasters: 2 });
}

async function openBoards(site: Site): Promise<WhatIfBoards> {
  const log = new LogFollower(site.owner);
  await log.start();
  return boardsOf(site.urlAt(KNOWN_AT), log);
}

/** Publishes the assumed result with its instant, and compares the two boards. */
async function expectSameBoard(
  site: Site,
  slug: string,
  survivors: string[],
  { edition, questions }: { edition: number; questions: number },
) {
  const boards = await openBoards(site);
  const assumed = await boards.boardAt([{ question: slug, survivors }], site.timeAt(KNOWN_AT));
  const { options } = await resolutions.getResolvable(site.owner, slug);
  const outcome = options.map((option) => survivors.includes(option.slug));
  const published = await site.publish(KNOWN_AT + 1, slug, resultOf(outcome, site.timeAt(KNOWN_AT)), 0);
  expect(rowsOf(assumed!)).toEqual(await officialRows(site.owner, edition));
  expect(assumed!.counted).toBe(questions);
  const request = { page: 1, search: '', accountId: null, hasAuthor: false };
  const official = await leaderboard.board(site.owner, 'all', request);
  expect(official.questions).toBe(questions);
  for (const { who, peerMicro, baselineMicro, coverageMillionths } of official.references) {
    const sum = assumed!.references.find((reference) => reference.who === who)!;
    expect(sum).toMatchObject({ who, peerMicro, baselineMicro });
    expect(Math.round(sum.coverageSum / questions)).toBe(coverageMillionths);
  }
  expect(official.references.length).toBe(assumed!.references.length);
  return published.editions;
}

test('closed older editions are resolved with the newest', async () => {
  const site = await setUp();
  const followed = await expectSameBoard(site, 'final-3c', ['skt', 'lg'], { edition: 1, questions: 3 });
  expect(followed).toEqual(['final-3', 'final-3b']);
});

test('an open older edition is resolved too, at the same instant', async () => {
  const site = await setUp();
  await sql`alter table question disable trigger user`.execute(site.owner);
  await sql`update question set closes_at = null where slug = 'final-3'`.execute(site.owner);
  await sql`alter table question enable trigger user`.execute(site.owner);
  await site.place(3000, 'cho', 'final-3', [300, 800, 900]);
  const followed = await expectSameBoard(site, 'final-3c', ['upstage', 'lg'], { edition: 1, questions: 3 });
  expect(followed).toEqual(['final-3', 'final-3b']);
});

test('an edition with an empty horizon counts as a question, an annulled one does not', async () => {
  const site = await setUp();
  await startEdition(site.at(2600), site.admin, 'final-3c', 'final-3d', (field) => field);
  await startEdition(site.at(2600), site.admin, 'final-3d', 'final-3e', (field) => field);
  await site.place(2700, 'cho', 'final-3e', [900, 900, 200]);
  await site.publish(2800, 'final-3b', annulmentFor('물어볼 것이 없어졌어요'), 0);
  const followed = await expectSameBoard(site, 'final-3e', ['skt', 'upstage'], { edition: 1, questions: 4 });
  expect(followed).toEqual(['final-3', 'final-3c', 'final-3d']);
});

test('an edition with its own result is resolved again', async () => {
  const site = await setUp();
  await site.publish(1200, 'final-3b', resultOf([false, true, false, true], site.timeAt(1100)), 0);
  expect(await officialRows(site.owner, 1)).toHaveLength(2);
  const followed = await expectSameBoard(site, 'final-3c', ['skt', 'lg'], { edition: 2, questions: 3 });
  expect(followed).toEqual(['final-3', 'final-3b']);
});

test('an assumption on an older edition affects no other, and takes precedence beside the newest', async () => {
  const site = await setUp();
  const boards = await openBoards(site);
  const older = { question: 'final-3b', survivors: ['upstage', 'motif'] };
  const newest = { question: 'final-3c', survivors: ['skt', 'lg'] };
  const at = site.timeAt(KNOWN_AT);
  const [alone, both, plain] = [
    await boards.boardAt([older], at),
    await boards.boardAt([older, newest], at),
    await boards.boardAt([newest], at),
  ];
  expect([alone!.counted, both!.counted, plain!.counted]).toEqual([1, 3, 3]);
  const ofCho = (board: ComputedBoard) => board.peerMicro[board.accounts.indexOf(site.ids.cho)];
  // She forecast on that edition alone.
  expect(ofCho(both!)).toBe(ofCho(alone!));
  expect(ofCho(both!)).not.toBe(ofCho(plain!));
});

test('a forecast on the newest edition changes the board, and so does an exclusion', async () => {
  const site = await setUp();
  const boards = await openBoards(site);
  const newest = [{ question: 'final-3c', survivors: ['skt', 'lg'] }];
  const before = await boards.boardAt(newest, site.timeAt(KNOWN_AT));
  await site.place(3500, 'anna', 'final-3c', [900, 300, 800]);
  const after = await boards.boardAt(newest, site.timeAt(KNOWN_AT));
  const ofAnna = (board: ComputedBoard) => board.questions[board.accounts.indexOf(site.ids.anna)];
  expect([ofAnna(before!), ofAnna(after!)]).toEqual([2, 3]);
  await sql`update account set excluded_at = ${site.timeAt(3600)} where id = ${site.ids.ben}`.execute(
    site.owner,
  );
  const without = await boards.boardAt(newest, site.timeAt(KNOWN_AT));
  expect([after!.ranked, without!.ranked]).toEqual([4, 3]);
  // Anna and Ben alone forecast on the first: without him she beats nobody there.
  const fresh = await openBoards(site);
  expect(rowsOf(without!)).toEqual(rowsOf((await fresh.boardAt(newest, site.timeAt(KNOWN_AT)))!));
});

test('a forecaster seconds before a result is ranked on every board, with the smallest coverage', async () => {
  const site = await replayFrom(BEGIN, ['anna', 'ben', 'cho', 'dan']);
  await site.place(100, 'anna', 'final-3', [900, 500, 600]);
  const LAST = KNOWN_AT - 1 / 3600;
  await site.place(LAST, 'ben', 'final-3', [400, 900, 700]);
  await expectSameBoard(site, 'final-3', ['skt', 'upstage'], { edition: 1, questions: 1 });
  const score = (await site.scores('final-3', 1))['ben'];
  expect(score).toMatchObject({ coverageMillionths: 1, rank: expect.any(Number) });
  const board = await site.board('all');
  expect(board).toMatchObject({ ranked: 2, entries: { ben: { questions: 1, coverageMillionths: 1 } } });
});
