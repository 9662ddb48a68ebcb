import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { companies } from '#lib/contest/companies.ts';
import { events } from '#lib/contest/events.ts';
import { questions as shipped } from '#lib/contest/questions.ts';
import { rounds } from '#lib/contest/rounds.ts';
import { seed } from '#lib/server/questions/contest/seed.ts';
import { changeAs } from '#lib/server/platform/audit/service.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase, cloneUnseeded } from './setup/database.ts';
import { authorId, insertForecaster, placeOn } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { readTables } from './setup/tables.ts';
import { findProfile } from './setup/profile.ts';

const VISITOR = { accountId: null, hasAuthor: true };

/** Without the rows that count changes. */
async function countRows(db: Db): Promise<Record<string, number>> {
  const tables = (await readTables(db)).filter(({ table }) => table !== 'content_change');
  return Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]));
}

describe('seeding', () => {
  test('inserts the whole contest, each row once', async () => {
    const { owner } = await cloneDatabase();
    const counts = Object.entries(await countRows(owner)).filter(([, count]) => count > 0);
    const picks = shipped.filter((question) => question.authorPermille).length;
    expect(Object.fromEntries(counts)).toEqual({
      account: 1,
      company: companies.length,
      contest: 1,
      entrant: rounds.flatMap((round) => round.entrants).length,
      event: events.length,
      forecast: picks,
      forecast_count: 1,
      published_score: rounds.flatMap((round) => round.publishedScores).length,
      question: shipped.length,
      question_option: shipped.flatMap((question) => question.options).length,
      round: rounds.length,
      round_source: rounds.flatMap((round) => round.sources).length,
      seed_item: 2 + companies.length + rounds.length + events.length + 2 * shipped.length,
      server_secret: 5,
      standing: picks,
    });
  });

  test('a second time changes nothing, not even the version of a row', async () => {
    const { owner } = await cloneDatabase();
    const before = await readTables(owner);
    await seed(owner);
    expect(await readTables(owner)).toEqual(before);
  });

  test('from four processes at once inserts each row once', async () => {
    const once = await countRows((await cloneDatabase()).owner);
    const { owner } = await cloneUnseeded();
    await Promise.all(Array.from({ length: 4 }, () => seed(owner)));
    expect(await countRows(owner)).toEqual(once);
  });

  test('that fails half-way is rolled back and can be repeated', async () => {
    const once = await countRows((await cloneDatabase()).owner);
    const { owner } = await cloneUnseeded();
    const nothing = await countRows(owner);
    await sql`alter table question_option add constraint fails check (slug <> 'three')`.execute(owner);
    await expect(seed(owner)).rejects.toThrow('violates check constraint');
    expect(await countRows(owner)).toEqual(nothing);
    await sql`alter table question_option drop constraint fails`.execute(owner);
    await seed(owner);
    expect(await countRows(owner)).toEqual(once);
  });

  test('again inserts only what a later release adds', async () => {
    const { owner } = await cloneDatabase();
    const before = await countRows(owner);
    const [{ slug } = { slug: '' }] = events;
    await owner.deleteFrom('event').where('slug', '=', slug).execute();
    await owner.deleteFrom('seedItem').where('key', '=', `event/${slug}`).execute();
    await seed(owner);
    expect(await countRows(owner)).toEqual(before);
    const added = owner.selectFrom('event').select('slug').where('slug', '=', slug);
    expect(await added.execute()).toEqual([{ slug }]);
  });
});

describe('seeding again', () => {
  test('never overwrites what an admin edited', async () => {
    const { owner } = await cloneDatabase();
    const by = { accountId: await insertForecaster(owner, { isAdmin: true }), reason: '고쳤어요' };
    const edits = [
      sql`update entrant set model = 'edited' where round_number = 2`,
      sql`update entrant set outcome = 'eliminated', reason_ko = '사유', reason_en = 'A reason' where round_number = 3`,
      sql`insert into entrant (round_number, company_slug, entry, position) values (3, 'motif', 'wildcard', 9)`,
      sql`update event set title_ko = '고친 제목', title_en = 'Edited', happened_on = '2026-01-01'`,
      sql`update event set hidden_at = now() where slug in (select slug from event limit 3)`,
      sql`update question set title_ko = '고친 질문', lead_en = 'Edited', rules_ko = '{하나}', rules_en = '{One}'`,
      sql`update question set closes_at = now() + interval '1 day', ends_by = null`,
      sql`update question_option set label_ko = '고친 이름'`,
      sql`update company set name_ko = '고친 이름', consortium = '{}'`,
      sql`update round set announced_seats = 1, seats_note_ko = '바뀜' where number = 3`,
      sql`update published_score set best_hundredths = 1`,
      sql`update round_source set label_en = 'Edited'`,
      sql`update contest set last_verified_on = '2027-01-01'`,
      sql`update account set handle = 'blogger' where is_author`,
      sql`update account set is_author = false where is_author`,
    ];
    for (const edit of edits) {
      const { numAffectedRows } = await changeAs(owner, by, (tx) => edit.execute(tx));
      expect(numAffectedRows).toBeGreaterThan(0n);
    }
    const edited = await readTables(owner);
    await seed(owner);
    expect(await readTables(owner)).toEqual(edited);
  });

  test('never brings back what an admin removed', async () => {
    const { owner } = await cloneDatabase();
    const removals = [
      sql`delete from entrant where round_number = 3 and company_slug = 'lg'`,
      sql`delete from entrant where round_number = 2`,
      sql`delete from entrant where company_slug = 'nc-ai'`,
      sql`delete from company where slug = 'nc-ai'`,
      sql`delete from event where slug in (select slug from event limit 3)`,
      sql`delete from published_score`,
      sql`delete from round_source where round_number = 1`,
      sql`delete from question_option where question_id = (select id from question where slug = 'count-3')`,
    ];
    for (const removal of removals) {
      const { numAffectedRows } = await removal.execute(owner);
      expect(numAffectedRows).toBeGreaterThan(0n);
    }
    const removed = await readTables(owner);
    await seed(owner);
    expect(await readTables(owner)).toEqual(removed);
  });

  test('never brings back the author’s forecast once it is withdrawn', async () => {
    const { owner, db } = await cloneDatabase();
    const accountId = await authorId(db);
    await placeOn(db, 'final-3', accountId, null);
    await seed(owner);
    const standing = await forecasts.standing(db, accountId);
    expect(standing.map((row) => row.permille)).toEqual([[700, 200, 100]]);
  });
});

describe('a seeded question', () => {
  test('opens at the time of its first seeding by the database’s clock, whatever the round’s dates', async () => {
    const { owner, ownerUrl } = await cloneUnseeded();
    for (const at of ['2027-01-02T03:04:05.000Z', '2027-02-01T00:00:00.000Z']) {
      await seed(connectAt(ownerUrl, at));
      const opensAt = new Date('2027-01-02T03:04:05Z');
      const questions = owner.selectFrom('question').select(['slug', 'opensAt']).orderBy('position');
      expect(await questions.execute()).toEqual([
        { slug: 'final-3', opensAt },
        { slug: 'count-3', opensAt },
        { slug: 'scenario', opensAt },
      ]);
    }
  });

  test('is closed from the start on a site seeded after its close', async () => {
    const { ownerUrl } = await cloneUnseeded();
    const later = connectAt(ownerUrl, '2027-08-01T00:00:00Z');
    await seed(later);
    expect(await questions.getField(later, 'count-3')).toMatchObject({ phase: 'closed' });
    expect(await questions.getField(later, 'final-3')).toMatchObject({ phase: 'open' });
  });
});

describe('the author’s picks', () => {
  test('are ordinary rows of the log and stand like any others', async () => {
    const { db } = await cloneDatabase();
    const log = await forecasts.log(db, await authorId(db));
    expect(log.map(({ question, permille }) => [question, permille])).toEqual([
      ['scenario', [700, 200, 100]],
      ['final-3', [750, 750, 500]],
    ]);
    const { seqs } = await db
      .selectFrom('forecast')
      .select(sql<number>`count(*)::int`.as('seqs'))
      .innerJoin('standing', 'standing.seq', 'forecast.seq')
      .whereRef('forecast.madeAt', '=', 'standing.madeAt')
      .executeTakeFirstOrThrow();
    expect(seqs).toBe(2);
  });

  test('are shown as taken from the article until the account is claimed', async () => {
    const { db, owner } = await cloneDatabase();
    const keeper = keeperOn(db);
    const carried = async () =>
      (await questions.list(db, keeper, VISITOR)).map((question) => question.author?.carriedOver);
    const joinedAt = async () => (await findProfile(db, 'author'))?.forecaster.joinedAt;
    expect(await carried()).toEqual([true, undefined, true]);
    expect(await joinedAt()).toBeNull();
    await sql`select link_identity(id, 'kakao', 'the author') from account where is_author`.execute(owner);
    expect(await carried()).toEqual([false, undefined, false]);
    expect(await joinedAt()).not.toBeNull();
    await sql`
      with unlinked as (delete from identity)
      update account set password_hash = 'x' where is_author
    `.execute(owner);
    expect(await carried()).toEqual([false, undefined, false]);
    expect(await joinedAt()).not.toBeNull();
  });

  test('are those of an account that nobody can sign in to', async () => {
    const { db } = await cloneDatabase();
    const author = await db
      .selectFrom('account')
      .select(['handle', 'email', 'passwordHash', 'isAdmin'])
      .where('isAuthor', '=', true)
      .execute();
    expect(author).toEqual([{ handle: 'author', email: null, passwordHash: null, isAdmin: false }]);
  });
});
