// A result is provisional for a day, or until a second admin without a stake in the question confirms it.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as confirmations from '#lib/server/results/resolutions/service.ts';
import * as resolutionHistory from '#lib/server/results/resolutions/history.ts';
import { ANNULMENT, APPEND_ONLY, as, NAMELESS, NO_RIGHT, refusal, setUp } from './setup/admin-guards.ts';
import { connectAt } from './setup/clock.ts';
import { forecastOf, handleOf, insertForecaster, insertForecasters } from './setup/factories.ts';
import { errorOf } from './setup/validation.ts';

const HOUR_MS = 3_600_000;
const NUMBERS = [700, 300];
const NOT_LATEST = 'FT020';
const STAKE = 'FT024';

/** A published result, and somebody who may confirm it. */
async function publish() {
  const is = await setUp();
  const publishedAt = (await is.resolve())!.publishedAt;
  const second = await insertForecaster(is.owner, { isAdmin: true });
  const confirm = (accountId: number, version = 1) =>
    confirmations.confirm(is.app, { accountId }, is.asked, version);
  /** As plain SQL, past the service. */
  const insert = (accountId: number, version = 1, actor = accountId) =>
    refusal(as(is.app, { accountId: actor }, insertion(is.asked, version, accountId)));
  const readAt = (hours: number) =>
    connectAt(is.appUrl, new Date(publishedAt.getTime() + hours * HOUR_MS).toISOString());
  return { ...is, publishedAt, second, confirm, insert, readAt };
}

function insertion(question: number, version: number, accountId: number) {
  return sql`
    insert into confirmation (question_id, version, confirmed_by, confirmed_at)
    values (${question}, ${version}, ${accountId}, '2020-01-01')
  `;
}

async function historyOf(db: Db, question: number) {
  return (await resolutionHistory.find(db, { id: question, scored: true })).versions;
}

describe('every version of a result', () => {
  test.each([
    ['a result', {}],
    ['an annulment', ANNULMENT],
  ])('is provisional for 24 hours: %s', async (_, decision) => {
    const { resolve, asked, readAt } = await publish();
    await resolve({ note: '다시 확인했어요', ...decision, version: 2 });
    const [latest, first] = await historyOf(readAt(23.9), asked);
    expect(latest).toMatchObject({ version: 2, provisionalUntil: expect.any(String), confirmer: null });
    // Only the latest waits.
    expect(first).toMatchObject({ version: 1, provisionalUntil: null });
    expect((await historyOf(readAt(24.1), asked))[0]).toMatchObject({ provisionalUntil: null });
  });

  test('is final at once when a second admin confirms it, who is named in public', async () => {
    const { app, asked, second, confirm, record } = await publish();
    expect(await confirmations.waiting(app, asked, second)).toMatchObject({ version: 1, mayConfirm: true });
    const before = Date.now();
    await confirm(second);
    const handle = await handleOf(app, second);
    const [version] = await historyOf(app, asked);
    expect(version).toMatchObject({ provisionalUntil: null, confirmer: handle });
    expect(Math.abs(Date.parse(version!.confirmedAt!) - before)).toBeLessThan(60_000);
    expect(await confirmations.waiting(app, asked, second)).toBeNull();
    expect(await record()).toContainEqual(
      expect.objectContaining({ subject: 'confirmation', rowKey: `${asked}/1`, accountId: second }),
    );
  });

  test('waits anew after a correction', async () => {
    const { app, asked, resolve, second, admin, confirm } = await publish();
    await confirm(second);
    await resolve({ version: 2, note: '점수표를 반영했어요' }, second);
    expect(await confirmations.waiting(app, asked, second)).toMatchObject({ version: 2, mayConfirm: false });
    await confirm(admin, 2);
    expect(await confirmations.waiting(app, asked, second)).toBeNull();
  });
});

describe('a confirmation is refused', () => {
  test('to whoever published, has or had a forecast on the question, or is no admin', async () => {
    const { app, owner, asked, admin, forecaster, second, insert, confirm } = await setUpStakes();
    const author = await app
      .selectFrom('account')
      .select('id')
      .where('isAuthor', '=', true)
      .executeTakeFirstOrThrow();
    const former = await insertForecaster(owner);
    for (const refused of [admin, second.standing, second.withdrawn, author.id, forecaster, former]) {
      expect(await insert(refused), String(refused)).toBe(STAKE);
      expect(await errorOf(confirm(refused))).toBe('form: has-stake');
      expect((await confirmations.waiting(app, asked, refused))?.mayConfirm).toBe(false);
    }
    await confirm(second.elsewhere);
  });

  test('to an admin who is the author', async () => {
    const { owner, second, insert } = await publish();
    await sql`update account set is_author = false where is_author`.execute(owner);
    await sql`update account set is_author = true where id = ${second}`.execute(owner);
    expect(await insert(second)).toBe(STAKE);
    await sql`update account set is_author = false where id = ${second}`.execute(owner);
    await sql`update account set is_author = true where handle = 'author'`.execute(owner);
  });

  test('of another version than the latest, of none, and of one that is final', async () => {
    const { app, asked, resolve, second, insert, confirm, readAt } = await publish();
    expect(await insert(second, 2)).toBe(NOT_LATEST);
    await resolve({ version: 2, note: '점수표를 반영했어요' });
    expect(await errorOf(confirm(second, 1))).toBe('form: superseded');
    const late = confirmations.confirm(readAt(24.1), { accountId: second }, asked, 2);
    expect(await errorOf(late)).toBe('form: already-so');
    expect(
      await app.selectFrom('confirmation').where('questionId', '=', asked).selectAll().execute(),
    ).toEqual([]);
  });

  test('without an actor, or in the name of another', async () => {
    const { app, asked, admin, second, insert } = await publish();
    expect(await refusal(insertion(asked, 1, second).execute(app))).toBe(NAMELESS);
    expect(await insert(second, 1, admin)).toBe(NAMELESS);
  });

  test('to be changed', async () => {
    const { app, owner, second, confirm } = await publish();
    await confirm(second);
    for (const statement of [sql`update confirmation set version = 2`, sql`delete from confirmation`]) {
      expect(await refusal(as(app, { accountId: second }, statement))).toBe(NO_RIGHT);
      expect(await refusal(as(owner, { accountId: null }, statement))).toBe(APPEND_ONLY);
    }
  });
});

/** Second admins who stand, who withdrew, and who forecast on another question only. */
async function setUpStakes() {
  const is = await setUp();
  const [standing, withdrawn, elsewhere] = await insertForecasters(is.owner, 3, { isAdmin: true });
  const other = await setUp();
  await forecasts.place(is.app, forecastOf(standing, is.asked, NUMBERS));
  for (const permille of [NUMBERS, null])
    await forecasts.place(is.app, forecastOf(withdrawn, is.asked, permille));
  await forecasts.place(is.app, forecastOf(elsewhere, other.asked, NUMBERS));
  await is.resolve();
  const confirm = (accountId: number) => confirmations.confirm(is.app, { accountId }, is.asked, 1);
  const insert = (accountId: number) => refusal(as(is.app, { accountId }, insertion(is.asked, 1, accountId)));
  return { ...is, second: { standing, withdrawn, elsewhere }, confirm, insert };
}

describe('admins at the same time', () => {
  test('of ten who confirm, one does, and the others learn that it is done', async () => {
    const { app, owner, asked, confirm } = await publish();
    const admins = await insertForecasters(owner, 10, { isAdmin: true });
    const answers = await Promise.all(admins.map((admin) => errorOf(confirm(admin))));
    expect(answers.toSorted()).toEqual([...Array<string>(9).fill('form: already-so'), null].toSorted());
    const rows = app.selectFrom('confirmation').select('confirmedBy').where('questionId', '=', asked);
    expect(await rows.execute()).toEqual([{ confirmedBy: admins[answers.indexOf(null)] }]);
  });

  test('a correction and a confirmation of what it corrects: the corrected version is what waits', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const { app, asked, resolve, second, confirm } = await publish();
      const [confirmed] = await Promise.all([
        errorOf(confirm(second)),
        resolve({ version: 2, note: '점수표를 반영했어요' }),
      ]);
      expect([null, 'form: superseded']).toContain(confirmed);
      expect(await confirmations.waiting(app, asked, second)).toMatchObject({ version: 2, mayConfirm: true });
    }
  });
});
