// A new edition of a question closes the old one, and offers every forecaster their numbers.
import { describe, expect, test } from 'vitest';
import { changeAs } from '#lib/server/platform/audit/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { QuestionClosedError } from '#lib/server/platform/errors.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import { momentOn } from './setup/catalogue.ts';
import { MOTIF } from './setup/editions.ts';
import { insertForecaster, insertForecasters, placeOn } from './setup/factories.ts';
import { DRAFT, noticesOf, setUp, shown, VISITOR } from './setup/question-admin.ts';
import { hold, untilLockWait } from './setup/transactions.ts';
import { errorOf } from './setup/validation.ts';

describe('a new edition', () => {
  async function two(db: Db): Promise<QuestionDraft> {
    const { draft } = await questionAdmin.get(db, 'final-3');
    return { ...draft, slug: 'final-3b', seats: 1, options: draft.options.slice(0, 2) };
  }

  test('closes the old and opens the new at the same time, with one notice', async () => {
    const { db, admin, keeper } = await setUp();
    const member = await insertForecaster(db);
    await placeOn(db, 'final-3', member, [800, 800, 400]);
    await editions.start(db, admin, 'final-3', await two(db));
    const [old, next] = await Promise.all([
      questions.get(db, keeper, VISITOR, 'final-3'),
      questions.get(db, keeper, VISITOR, 'final-3b'),
    ]);
    expect(old.phase).toBe('closed');
    expect(next).toMatchObject({ phase: 'open', kind: 'final', round: 3, scored: true, seats: 1 });
    expect(Date.parse(next.opensAt)).toBeGreaterThanOrEqual(Date.parse(old.closesAt ?? ''));
    await expect(placeOn(db, 'final-3', member, [700, 700, 600])).rejects.toThrow(QuestionClosedError);
    expect((await shown(db, keeper)).slice(0, 2)).toEqual(['final-3', 'final-3b']);
    expect(await noticesOf(db, 'final-3')).toEqual([]);
    expect(await noticesOf(db, 'final-3b')).toEqual(['new-edition']);
    expect(editions.links(await momentOn(db), 'final-3')).toMatchObject({
      older: null,
      newer: { slug: 'final-3b' },
    });
    const { older, newer } = editions.links(await momentOn(db), 'final-3b');
    expect(older).toMatchObject({ slug: 'final-3' });
    expect(older?.title.ko, 'distinguishes editions').toMatch(/ \(세 팀일 때\)$/);
    expect(newer).toBeNull();
    expect(editions.links(await momentOn(db), 'count-3')).toEqual({ older: null, newer: null });
  });

  test('is a draft first, beside the old one; opened, it closes the old one', async () => {
    const { db, admin, keeper } = await setUp();
    const next = await two(db);
    await editions.prepare(db, admin, 'final-3', next);
    expect((await drafts.list(db)).map(({ slug, follows }) => [slug, follows])).toEqual([
      ['final-3b', 'final-3'],
    ]);
    expect((await questions.get(db, keeper, VISITOR, 'final-3')).phase).toBe('open');
    expect(editions.links(await momentOn(db), 'final-3')).toEqual({ older: null, newer: null });
    expect(await noticesOf(db, 'final-3b')).toEqual([]);
    const again = editions.prepare(db, admin, 'final-3', { ...next, slug: 'final-3c' });
    expect(await errorOf(again)).toBe('form: not-possible-now');
    await drafts.discard(db, admin, 'final-3b');
    await editions.prepare(db, admin, 'final-3', next);
    await drafts.open(db, admin, 'final-3b');
    expect((await questions.get(db, keeper, VISITOR, 'final-3')).phase).toBe('closed');
    expect(await noticesOf(db, 'final-3b')).toEqual(['new-edition']);
  });

  test('that fails leaves the old one open', async () => {
    const { db, admin, keeper } = await setUp();
    const next = await two(db);
    expect(await errorOf(editions.start(db, admin, 'final-3', { ...next, slug: 'count-3' }))).toBe(
      'slug: slug-taken',
    );
    const past = new Date('2020-01-01T00:00:00Z');
    expect(await errorOf(editions.start(db, admin, 'final-3', { ...next, closesAt: past }))).toBe(
      'closesAt: in-the-past',
    );
    expect((await questions.get(db, keeper, VISITOR, 'final-3')).phase).toBe('open');
    expect(await questions.list(db, keeper, VISITOR)).toHaveLength(3);
  });

  test('follows only the latest edition when several admins submit concurrently', async () => {
    const { db, admin } = await setUp();
    const next = await two(db);
    const outcomes = await Promise.all(
      ['final-3b', 'final-3c', 'final-3d'].map((slug) =>
        errorOf(editions.start(db, admin, 'final-3', { ...next, slug })),
      ),
    );
    expect(outcomes.filter((error) => error === null)).toHaveLength(1);
    expect(outcomes.filter((error) => error === 'form: not-possible-now')).toHaveLength(2);
    await drafts.create(db, admin, DRAFT);
    expect(await errorOf(editions.start(db, admin, 'rain', { ...next, slug: 'rain-2' }))).toBe(
      'form: not-possible-now',
    );
  });

  test('waits for forecasts in the gate, which are before its close', async () => {
    const { db, admin } = await setUp();
    const member = await insertForecaster(db);
    const next = await two(db);
    const placing = await hold(db, (tx) => placeOn(tx, 'final-3', member, [700, 700, 600]));
    const starting = editions.start(db, admin, 'final-3', next);
    await untilLockWait(db);
    await placing.commit();
    await starting;
    const { closesAt } = (await questionAdmin.get(db, 'final-3')).draft;
    expect(placing.result.madeAt.getTime()).toBeLessThanOrEqual(closesAt!.getTime());
  });

  test('is one: the second of two that are made at once is refused', async () => {
    const { db, admin } = await setUp();
    const next = await two(db);
    const first = await hold(db, (tx) => editions.follow(tx, 'final-3', next), admin);
    const second = changeAs(db, admin, (tx) => editions.follow(tx, 'final-3', { ...next, slug: 'final-3c' }));
    const refusal = errorOf(second);
    await untilLockWait(db);
    await first.commit();
    expect(await refusal).toBe('form: not-possible-now');
  });

  test('offers every forecaster their carried-over numbers, with an exact sum, and stores none of them', async () => {
    const { db, admin, keeper } = await setUp();
    const people = await insertForecasters(db, 3);
    await placeOn(db, 'final-3', people[0], [800, 800, 400]);
    await placeOn(db, 'final-3', people[1], [999, 600, 401]);
    await placeOn(db, 'final-3', people[2], [650, 680, 670]);
    const [withdrawn, newcomer] = await insertForecasters(db, 2);
    await placeOn(db, 'final-3', withdrawn, [800, 800, 400]);
    await placeOn(db, 'final-3', withdrawn, null);
    const { draft } = await questionAdmin.get(db, 'final-3');
    const options = [...draft.options.slice(1), MOTIF];
    await editions.start(db, admin, 'final-3', { ...draft, slug: 'final-3b', options });

    const view = await questions.list(db, keeper, VISITOR);
    for (const accountId of people) {
      const offer = editions.carried(await momentOn(db, accountId), view).get('final-3b');
      expect(offer?.from).toBe('final-3');
      expect(offer?.permille).toHaveLength(3);
      expect(offer?.permille.reduce((sum, p) => sum + p, 0)).toBe(2000);
      expect(await forecasts.standing(db, accountId)).toHaveLength(1);
    }
    for (const accountId of [withdrawn, newcomer, null])
      expect(editions.carried(await momentOn(db, accountId), view).size).toBe(0);
    const [first] = people;
    await placeOn(db, 'final-3b', first, [700, 700, 600]);
    expect(editions.carried(await momentOn(db, first), view).size).toBe(0);
  });
});
