import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import {
  InvalidResultError,
  NotResolvableError,
  QuestionNotFoundError,
  ResolutionConflictError,
} from '#lib/server/platform/errors.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { preview } from '#lib/server/results/resolutions/preview.ts';
import { countLate } from '#lib/server/results/resolutions/queries.ts';
import * as resolutionHistory from '#lib/server/results/resolutions/history.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';
import { startEdition } from './setup/editions.ts';
import { annulmentFor, insertForecasters, insertQuestion, placeOn, resultOf } from './setup/factories.ts';
import { cloneWithHours, type HoursSite } from './setup/replay.ts';
import { readTables } from './setup/tables.ts';

/** Set before each test. */
let { db, owner, admin, at, timeAt } = {} as HoursSite;

beforeEach(async () => {
  ({ db, owner, admin, at, timeAt } = await cloneWithHours());
});

describe('an invalid result', () => {
  const publish = (slug: string, decision: Decision, version = 0) =>
    resolutions.publish(at(3), admin, slug, decision, version);

  test('is refused and leaves no trace', async () => {
    const before = await readTables(owner);
    const outcome = [true, true, false];
    const evidence = [{ url: 'http://www.msit.go.kr/', publishedAt: timeAt(2) }];
    for (const decision of [
      resultOf([true, true], timeAt(2)),
      resultOf(outcome, timeAt(4)),
      { ...resultOf(outcome, timeAt(2)), evidence },
      { ...resultOf(outcome, timeAt(2)), evidence: [{ ...evidence[0]!, publishedAt: timeAt(4) }] },
    ])
      await expect(publish('final-3', decision)).rejects.toThrow(InvalidResultError);
    expect(await readTables(owner)).toEqual(before);
  });

  test('is rejected on an opinion question and on an unknown one', async () => {
    const result = resultOf([true, false, false], timeAt(2));
    await expect(publish('scenario', result)).rejects.toThrow(NotResolvableError);
    await expect(publish('final-9', result)).rejects.toThrow(QuestionNotFoundError);
  });

  test('conflicts when the expected version does not exist', async () => {
    const publishing = publish('final-3', resultOf([true, true, false], timeAt(2)), 1);
    await expect(publishing).rejects.toThrow(ResolutionConflictError);
    await expect(publishing).rejects.toMatchObject({
      status: 409,
      version: 0,
      winner: '',
      publishedAt: null,
    });
  });
});

// As seeded on a site that begins after the close.
test('a question that closed when it opened can be resolved', async () => {
  await insertQuestion(owner, { slug: 'past', opensAt: timeAt(1), closesAt: timeAt(1) });
  await resolutions.publish(at(3), admin, 'past', resultOf([true, false], timeAt(2)), 0);
});

describe('a preview', () => {
  let people: number[];

  /** Fourteen people with numbers of their own on two questions, one of which has a result already. */
  beforeEach(async () => {
    people = await insertForecasters(db, 14);
    for (const [i, account] of people.entries()) {
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

  /** Ranks and points on the latest board of all questions, by handle. */
  async function ranks() {
    const rows = await db
      .selectFrom('boardEntry')
      .innerJoin('account', 'account.id', 'boardEntry.accountId')
      .select(['handle', 'rank', 'peerMicro'])
      .where('kind', '=', 'all')
      .where('edition', '=', sql<number>`(select max(edition) from board where kind = 'all')`)
      .where('rank', 'is not', null)
      .execute();
    return new Map(rows.map(({ handle, ...row }) => [handle, row]));
  }

  /** Expects a preview that writes nothing and equals what publishing the decision does. @returns the preview */
  async function previewAndPublish(hours: number, slug: string, decision: Decision, version: number) {
    const question = await resolutions.getResolvable(db, slug);
    const tables = await readTables(owner);
    const previewed = await preview(at(hours), admin, question, decision);
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
    const gains = changes.filter(({ peerMicro }) => peerMicro > 0);
    const losses = changes.filter(({ peerMicro }) => peerMicro < 0).toReversed();
    const [latest] = (await resolutionHistory.find(db, question)).versions;
    const shown = { ...previewed, editions: previewed.editions.map((edition) => edition.slug) };
    expect(shown).toEqual({
      ranked: latest!.ranked,
      late: decision.result ? await countLate(db, question.id, decision.result.knownAt) : 0,
      own: null,
      editions: published.editions,
      moved: changes.filter(({ rankBefore, rankAfter }) => rankBefore !== rankAfter).length,
      gains: gains.slice(0, 5),
      losses: losses.slice(0, 5),
    });
    return shown;
  }

  test('of a first result, a correction and an annulment equals what publishing does', async () => {
    const first = resultOf([true, true, false], timeAt(31));
    const one = await previewAndPublish(32, 'final-3', first, 0);
    expect(one).toMatchObject({ ranked: 12, late: 0 });
    expect([one.gains.length, one.losses.length]).toEqual([5, 5]);
    // Known earlier than published first: the last four forecasts came too late.
    const corrected = resultOf([false, true, true], timeAt(9), '더 먼저 공개됐어요');
    expect(await previewAndPublish(33, 'final-3', corrected, 1)).toMatchObject({ ranked: 8, late: 4 });
    const annulled = annulmentFor('평가가 취소됐어요');
    expect(await previewAndPublish(34, 'final-3', annulled, 2)).toMatchObject({ ranked: 0, late: 0 });
    await previewAndPublish(35, 'final-3', { ...first, note: '다시 살펴봤어요' }, 3);
  });

  /** The result of `final-3b`: SKT and Motif. */
  const result = () => resultOf([true, false, false, true], timeAt(61));

  async function forecastOnNext() {
    await startEdition(at(31), admin);
    for (const [i, account] of people.entries()) {
      const permille = [300 + 20 * i, 700 - 30 * i, 400 + 15 * i, 600 - 5 * i];
      if (i % 3 > 0) await placeOn(at(32 + i), 'final-3b', account, permille);
    }
  }

  test('of a result on the latest edition includes the older ones', async () => {
    await forecastOnNext();
    expect((await previewAndPublish(62, 'final-3b', result(), 0)).editions).toEqual(['final-3']);
    const corrected = resultOf([true, true, false, false], timeAt(60), '잘못 읽었어요');
    expect((await previewAndPublish(63, 'final-3b', corrected, 1)).editions).toEqual(['final-3']);
  });

  test('leaves out an annulled edition', async () => {
    await forecastOnNext();
    await resolutions.publish(at(59), admin, 'final-3', annulmentFor('물어볼 것이 없어졌어요'), 0);
    expect((await previewAndPublish(62, 'final-3b', result(), 0)).editions).toEqual([]);
  });

  // SKT and Motif, or SKT alone: on the three options of the older edition, SKT alone in both.
  test('leaves out an edition that already has this outcome', async () => {
    await forecastOnNext();
    await resolutions.publish(at(62), admin, 'final-3b', result(), 0);
    const corrected = resultOf([true, false, false, false], timeAt(61), '잘못 읽었어요');
    expect((await previewAndPublish(63, 'final-3b', corrected, 1)).editions).toEqual([]);
  });

  test('shows the admin’s own forecast, which is not ranked', async () => {
    await placeOn(at(20), 'final-3', admin, [999, 500, 501]);
    const question = await resolutions.getResolvable(db, 'final-3');
    const decision = resultOf([true, true, false], timeAt(31));
    const shown = await preview(at(32), admin, question, decision);
    const own = { permille: [999, 500, 501], madeAt: timeAt(20).toISOString() };
    expect(shown).toMatchObject({ ranked: 12, own });
    await resolutions.publish(at(32), admin, 'final-3', decision, 0);
    const [version] = await resolutions.versions(db, question.id);
    expect(version).toMatchObject({ provisionalUntil: expect.any(Date), decidedBy: admin });
  });

  test('ranks the accounts that may be ranked now', async () => {
    const by = { accountId: admin, reason: '두 계정을 써요' };
    await exclusions.decide(at(31), by, { accountIds: [people[5]!], excluded: true });
    await owner.transaction().execute((tx) => leaderboard.republish(tx, null));
    const decision = resultOf([true, true, false], timeAt(31));
    expect(await previewAndPublish(32, 'final-3', decision, 0)).toMatchObject({ ranked: 11 });
  });
});
