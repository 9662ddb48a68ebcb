import { beforeEach, describe, expect, test } from 'vitest';
import * as exclusions from '#lib/server/accounts/exclusions.ts';
import {
  InvalidResultError,
  NotResolvableError,
  QuestionNotFoundError,
  ResolutionConflictError,
} from '#lib/server/errors.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import * as notices from '#lib/server/notices/service.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as editions from '#lib/server/questions/edition.ts';
import { preview } from '#lib/server/resolutions/preview.ts';
import { countLate } from '#lib/server/resolutions/queries.ts';
import * as resolutions from '#lib/server/resolutions/service.ts';
import {
  annulmentFor,
  insertForecaster,
  insertQuestion,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { cloneWithHours, type HoursSite } from './setup/replay.ts';
import { readTables } from './setup/tables.ts';

let db: HoursSite['db'];
let owner: HoursSite['owner'];
let admin: HoursSite['admin'];
let at: HoursSite['at'];
let timeAt: HoursSite['timeAt'];

beforeEach(async () => {
  ({ db, owner, admin, at, timeAt } = await cloneWithHours());
});

test('a published result scores and ranks everybody, and notifies each forecaster once', async () => {
  const [right, wrong] = [await insertForecaster(db), await insertForecaster(db)];
  await placeOn(at(1), 'final-3', right, [800, 800, 400]);
  await placeOn(at(1), 'final-3', wrong, [400, 800, 800]);
  const options = (await resolutions.getResolvable(db, 'final-3')).options.map(({ slug }) => slug);
  expect(options).toHaveLength(3);
  const publish = (outcome: boolean[], version: number, note = '') =>
    resolutions.publish(at(3), admin, 'final-3', resultOf(outcome, timeAt(2), note), version);
  expect(await publish([true, true, false], 0)).toEqual({ version: 1, editions: [] });

  const request = { page: 1, search: '', accountId: right, hasAuthor: true };
  const board = await leaderboard.board(db, 'all', request);
  expect(board).toMatchObject({ ranked: 2, questions: 1, mine: { rank: 1, questions: 1 } });
  expect(board.references.map(({ who }) => who)).toEqual(['author', 'even']);
  expect(board.rows[0]!.peerMicro).toBe(-board.rows[1]!.peerMicro);
  const questionBoard = await leaderboard.questionBoard(db, 'final-3', request);
  expect(questionBoard).toMatchObject({ ranked: 2, mine: { rank: 1 } });
  expect(await notices.list(db, right, 10)).toMatchObject([{ kind: 'result', rank: 1, isNew: true }]);
  expect(await notices.countUnseen(db, wrong)).toBe(1);

  await expect(publish([true, false, true], 0)).rejects.toThrow(ResolutionConflictError);
  await publish([false, true, true], 1, 'it was read wrongly');
  expect((await leaderboard.board(db, 'all', request)).mine).toMatchObject({ rank: 2 });
});

describe('an invalid result', () => {
  const publish = (slug: string, decision: resolutions.Decision, version = 0) =>
    resolutions.publish(at(3), admin, slug, decision, version);

  test.each([
    ['too few answers', [true, true]],
    ['too many answers', [true, true, false, false]],
    ['no answers', []],
  ])('is refused and leaves no trace: %s', async (_, outcome) => {
    const before = await readTables(owner);
    await expect(publish('final-3', resultOf(outcome, timeAt(2)))).rejects.toThrow(InvalidResultError);
    expect(await readTables(owner)).toEqual(before);
  });

  test('is rejected: known or published in the future, or with an invalid URL', async () => {
    const outcome = [true, true, false];
    await expect(publish('final-3', resultOf(outcome, timeAt(4)))).rejects.toThrow(InvalidResultError);
    for (const [url, hours] of [
      ['https://www.msit.go.kr/', 4],
      ['http://www.msit.go.kr/', 2],
      ['https://www.msit.go.kr/a b', 2],
      ['https://msit', 2],
    ] as const) {
      const evidence = [{ url, publishedAt: timeAt(hours) }];
      const decision = { ...resultOf(outcome, timeAt(2)), evidence };
      await expect(publish('final-3', decision)).rejects.toThrow(InvalidResultError);
    }
  });

  test('is rejected on an opinion question and on an unknown one', async () => {
    await expect(publish('scenario', resultOf([true, false, false], timeAt(2)))).rejects.toThrow(
      NotResolvableError,
    );
    await expect(publish('final-9', resultOf([true, true, false], timeAt(2)))).rejects.toThrow(
      QuestionNotFoundError,
    );
  });

  test('conflicts when the expected version does not exist', async () => {
    const error = await publish('final-3', resultOf([true, true, false], timeAt(2)), 1).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ResolutionConflictError);
    expect(error).toMatchObject({ status: 409, version: 0, winner: '', publishedAt: null });
  });
});

describe('a question with an empty horizon', () => {
  test('because its result was known before it opened gives no points', async () => {
    const member = await insertForecaster(db);
    await placeOn(at(1), 'final-3', member, [800, 800, 400]);
    await resolutions.publish(at(3), admin, 'final-3', resultOf([true, true, false], timeAt(-5)), 0);
    const rows = await db.selectFrom('score').select(['peerMicro', 'coverageMillionths', 'rank']).execute();
    // The author forecast, too.
    expect(rows).toEqual([nothing, nothing]);
  });
  const nothing = { peerMicro: 0, coverageMillionths: 0, rank: null };

  // Where a site begins after a close, the seed lays the question closed as it opens, and the database takes that.
  test('because it closed when it opened can be resolved', async () => {
    const [opensAt, closesAt] = [timeAt(1), timeAt(1)];
    const shape = { kind: 'side' as const, seats: 1, options: ['yes', 'no'] };
    await insertQuestion(owner, { slug: 'past', ...shape, opensAt, closesAt });
    await resolutions.publish(at(3), admin, 'past', resultOf([true, false], timeAt(2)), 0);
  });
});

describe('a preview', () => {
  const people: number[] = [];

  /** Fourteen people with numbers of their own on two questions, one of which has a result already. */
  beforeEach(async () => {
    people.length = 0;
    for (let i = 0; i < 14; i++) {
      const account = await insertForecaster(db);
      people.push(account);
      if (i < 12) await placeOn(at(1 + i), 'final-3', account, [900 - 37 * i, 500 + 23 * i, 600 + 14 * i]);
      const yes = 100 + 50 * i;
      if (i > 3) await placeOn(at(2 + i), 'count-3', account, await spread('count-3', yes));
    }
    const first = await oneOf('count-3', 1);
    await resolutions.publish(at(30), admin, 'count-3', resultOf(first, timeAt(29)), 0);
  });

  /** The first option gets so much, the others share the rest. */
  async function spread(slug: string, permille: number): Promise<number[]> {
    const { options, seats } = await resolutions.getResolvable(db, slug);
    const rest = 1000 * seats - permille;
    const share = Math.floor(rest / (options.length - 1));
    const others = options.slice(1).map((_, i) => (i === 0 ? rest - share * (options.length - 2) : share));
    return [permille, ...others];
  }

  async function oneOf(slug: string, index: number): Promise<boolean[]> {
    return (await resolutions.getResolvable(db, slug)).options.map((_, i) => i === index);
  }

  /** Who is ranked where on the board of all questions. */
  async function ranks() {
    const rows = await db
      .selectFrom('boardEntry')
      .innerJoin('account', 'account.id', 'boardEntry.accountId')
      .select(['handle', 'rank', 'peerMicro'])
      .where('kind', '=', 'all')
      .where('edition', '=', (e) =>
        e
          .selectFrom('board')
          .select((b) => b.fn.max('edition').as('edition'))
          .where('kind', '=', 'all'),
      )
      .where('rank', 'is not', null)
      .execute();
    return new Map(rows.map(({ handle, ...row }) => [handle, row]));
  }

  /** Previews a decision, checks that nothing was written, publishes it, and compares. */
  async function previewAndPublish(
    hours: number,
    slug: string,
    decision: resolutions.Decision,
    version: number,
  ) {
    const question = await resolutions.getResolvable(db, slug);
    const tables = await readTables(owner);
    const shown = await preview(at(hours), { id: admin, isAuthor: false }, question, decision);
    expect(await readTables(owner)).toEqual(tables);

    const before = await ranks();
    const published = await resolutions.publish(at(hours), admin, slug, decision, version);
    const after = await ranks();
    const changes = [...new Set([...before.keys(), ...after.keys()])]
      .map((handle) => ({
        handle,
        rankBefore: before.get(handle)?.rank ?? null,
        rankAfter: after.get(handle)?.rank ?? null,
        peerMicro: (after.get(handle)?.peerMicro ?? 0) - (before.get(handle)?.peerMicro ?? 0),
      }))
      .sort((a, b) => b.peerMicro - a.peerMicro);
    const differences = changes.map(({ peerMicro }) => peerMicro).filter((points) => points !== 0);
    expect(new Set(differences).size).toBe(differences.length);
    const late = decision.result ? await countLate(db, question.id, decision.result.knownAt) : 0;
    const told = {
      ranked: await leaderboard.countRanked(db, question.id, published.version),
      late,
      own: null,
      isProvisional: false,
      editions: published.editions,
      moved: changes.filter(({ rankBefore, rankAfter }) => rankBefore !== rankAfter).length,
      gains: changes.filter(({ peerMicro }) => peerMicro > 0).slice(0, 5),
      losses: changes
        .filter(({ peerMicro }) => peerMicro < 0)
        .slice(-5)
        .reverse(),
    };
    return { shown: { ...shown, editions: shown.editions.map((edition) => edition.slug) }, told };
  }

  test('of a first result, a correction and an annulment equals what publishing does', async () => {
    const first = resultOf([true, true, false], timeAt(31));
    const one = await previewAndPublish(32, 'final-3', first, 0);
    expect(one.shown).toEqual(one.told);
    expect(one.shown).toMatchObject({ ranked: 12, late: 0 });
    expect(one.shown.gains).toHaveLength(5);
    expect(one.shown.losses).toHaveLength(5);
    // Known earlier than was thought: the last four came too late.
    const corrected = resultOf([false, true, true], timeAt(9), '더 먼저 공개됐어요');
    const two = await previewAndPublish(33, 'final-3', corrected, 1);
    expect(two.shown).toEqual(two.told);
    expect(two.shown).toMatchObject({ ranked: 8, late: 4 });
    const three = await previewAndPublish(34, 'final-3', annulmentFor('평가가 취소됐어요'), 2);
    expect(three.shown).toEqual(three.told);
    expect(three.shown).toMatchObject({ ranked: 0, late: 0 });
    const four = await previewAndPublish(35, 'final-3', { ...first, note: '다시 살펴봤어요' }, 3);
    expect(four.shown).toEqual(four.told);
  });

  async function goOn() {
    const { draft } = await questionAdmin.get(db, 'final-3');
    const motif = { ko: '모티프', en: 'Motif' };
    const options = [...draft.options, { slug: 'motif', label: motif, shortLabel: motif, company: 'motif' }];
    await editions.start(at(31), { accountId: admin }, 'final-3', { ...draft, slug: 'final-3b', options });
    for (const [i, account] of people.entries()) {
      if (i % 3 > 0)
        await placeOn(at(32 + i), 'final-3b', account, [
          300 + 20 * i,
          700 - 30 * i,
          400 + 15 * i,
          600 - 5 * i,
        ]);
    }
  }

  test('of a result on the latest edition includes the older ones', async () => {
    await goOn();
    const first = await previewAndPublish(
      62,
      'final-3b',
      resultOf([true, false, false, true], timeAt(61)),
      0,
    );
    expect(first.shown).toEqual(first.told);
    expect(first.shown.editions).toEqual(['final-3']);
    const corrected = resultOf([true, true, false, false], timeAt(60), '잘못 읽었어요');
    const second = await previewAndPublish(63, 'final-3b', corrected, 1);
    expect(second.shown).toEqual(second.told);
    expect(second.shown.editions).toEqual(['final-3']);
  });

  test('leaves out an annulled edition', async () => {
    await goOn();
    await resolutions.publish(at(59), admin, 'final-3', annulmentFor('물어볼 것이 없어졌어요'), 0);
    const { shown, told } = await previewAndPublish(
      62,
      'final-3b',
      resultOf([true, false, false, true], timeAt(61)),
      0,
    );
    expect(shown).toEqual(told);
    expect(shown.editions).toEqual([]);
  });

  // SKT and Motif, or SKT and nobody else: of the three that were before, SKT alone in both.
  test('leaves out an edition that already has this outcome', async () => {
    await goOn();
    await resolutions.publish(at(62), admin, 'final-3b', resultOf([true, false, false, true], timeAt(61)), 0);
    const corrected = resultOf([true, false, false, false], timeAt(61), '잘못 읽었어요');
    const { shown, told } = await previewAndPublish(63, 'final-3b', corrected, 1);
    expect(told.editions).toEqual([]);
    expect(shown.editions).toEqual(told.editions);
  });

  test('shows the admin’s own forecast, which is not ranked', async () => {
    await placeOn(at(20), 'final-3', admin, [999, 500, 501]);
    const question = await resolutions.getResolvable(db, 'final-3');
    const shown = await preview(
      at(32),
      { id: admin, isAuthor: false },
      question,
      resultOf([true, true, false], timeAt(31)),
    );
    expect(shown).toMatchObject({
      ranked: 12,
      own: { permille: [999, 500, 501], madeAt: timeAt(20).toISOString() },
    });
    await resolutions.publish(at(32), admin, 'final-3', resultOf([true, true, false], timeAt(31)), 0);
    const [version] = await resolutions.versions(db, await questionId(db, 'final-3'));
    expect(version).toMatchObject({ provisional: true, decidedBy: admin });
  });

  test('ranks the accounts that may be ranked now', async () => {
    const judge = { accountId: admin, reason: '두 계정을 써요' };
    await exclusions.decide(at(31), judge, { accountId: people[5]!, excluded: true });
    await owner.transaction().execute((tx) => leaderboard.republish(tx, null));
    const { shown, told } = await previewAndPublish(
      32,
      'final-3',
      resultOf([true, true, false], timeAt(31)),
      0,
    );
    expect(shown).toEqual(told);
    expect(shown.ranked).toBe(11);
  });
});
