import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { companies } from '#lib/contest/companies.ts';
import { events } from '#lib/contest/events.ts';
import { rounds } from '#lib/contest/rounds.ts';
import { status } from '#lib/contest/status.ts';
import { company } from '#lib/server/contest/company.ts';
import * as contest from '#lib/server/contest/service.ts';
import { cloneDatabase, cloneUnseeded, sharedDatabase } from './setup/database.ts';

describe('the contest as pages read it', () => {
  test('equals the shipped contest', async () => {
    const { app } = await sharedDatabase();
    const view = await contest.view(app.db);
    expect(view.lastVerifiedOn).toBe(status.lastVerifiedOn);
    expect(view.companies).toEqual(companies.map(({ slug, name, shortName }) => ({ slug, name, shortName })));
    expect(view.rounds).toEqual(
      rounds.map((round) => ({
        number: round.number,
        title: round.title,
        stageOpensOn: round.opensOn,
        stageClosesOn: round.closesOn,
        announcedSeats: round.announcedSeats,
        seatsNote: round.seatsNote,
        schedule: round.schedule,
        result: round.resultAt && { on: round.resultAt.date, time: round.resultAt.time },
        entrants: round.entrants.map((entrant) => ({ ...entrant, shortReason: entrant.shortReason ?? null })),
        publishedScores: round.publishedScores.map(({ maxHundredths, ...score }) => ({
          ...score,
          max: maxHundredths / 100,
        })),
        sources: round.sources,
      })),
    );
  });

  test('has events newest first, up to the limit', async () => {
    const { app } = await sharedDatabase();
    const all = await contest.events(app.db);
    expect(all).toHaveLength(events.length);
    for (const event of events) {
      expect(all).toContainEqual({
        slug: event.slug,
        on: event.date,
        time: event.time,
        title: event.title,
        url: event.url,
        kind: event.kind,
        round: event.round,
      });
    }
    const days = all.map(({ on, time }) => `${on} ${time ?? ''}`);
    expect(days).toEqual(days.toSorted().toReversed());
    expect(await contest.events(app.db, 3)).toEqual(all.slice(0, 3));
    expect(await contest.events(app.db, 0)).toEqual([]);
  });

  test('shows changes by an admin', async () => {
    const { app, owner } = await cloneDatabase();
    await sql`update round set announced_seats = 3, result_on = '2027-02-01', result_time = '14:05' where number = 3`.execute(
      owner.db,
    );
    await sql`update entrant set outcome = 'advanced' where round_number = 3 and company_slug = 'skt'`.execute(
      owner.db,
    );
    await sql`delete from event where slug <> (select min(slug) from event)`.execute(owner.db);
    const round = (await contest.view(app.db)).rounds.find(({ number }) => number === 3);
    expect(round).toMatchObject({ announcedSeats: 3, result: { on: '2027-02-01', time: '14:05' } });
    expect(round?.entrants.find(({ company }) => company === 'skt')?.outcome).toBe('advanced');
    expect(await contest.events(app.db)).toHaveLength(1);
  });

  test('is an error, not an empty page, before seeding', async () => {
    const { app } = await cloneUnseeded();
    await expect(contest.view(app.db)).rejects.toThrow('not been seeded');
  });
});

test('constraints reject invalid rows', async () => {
  const { owner } = await sharedDatabase();
  const refused = [
    ['an event without an https source', `update event set url = 'http://example.com'`, 'event_url_check'],
    ['an event of no kind', `update event set kind = 'rumour'`, 'event_kind_check'],
    [
      'an elimination without a reason',
      `update entrant set outcome = 'eliminated', reason_ko = null where round_number = 3`,
      'entrant_elimination_has_reason',
    ],
    ['an entry of no kind', `update entrant set entry = 'guest'`, 'entrant_entry_check'],
    [
      'the time of a result without its day',
      `update round set result_on = null, result_time = '10:00'`,
      'round_result_time_has_day',
    ],
    ['a round of no seats', `update round set announced_seats = 0`, 'round_announced_seats_check'],
    [
      'a second state of the contest',
      `insert into contest (last_verified_on) values ('2027-01-01')`,
      'contest_pkey',
    ],
    [
      'a score without an https source',
      `update published_score set source = 'x'`,
      'published_score_source_check',
    ],
    [
      'an official source that is none',
      `update question set official_source = 'x' where slug = 'count-3'`,
      'question_official_source_check',
    ],
    [
      'a question that closes before it opens',
      `update question set closes_at = '2020-01-01'`,
      'question_closes_after_opening',
    ],
    ['another number of seats', `update question set seats = 1`, 'never changes its field'],
    ['another kind of question', `update question set kind = 'side'`, 'never changes its field'],
    ['an opinion that is scored', `update question set scored = not scored`, 'never changes its field'],
    [
      'an option that moves',
      `update question_option set position = position + 10`,
      'never changes its field',
    ],
    [
      'an option of another company',
      `update question_option set company_slug = 'nc-ai' where slug = 'lg'`,
      'never changes its field',
    ],
    [
      'a second author',
      `insert into account (handle, is_author) values ('second', true)`,
      'account_one_author',
    ],
    [
      'a verified account without an address',
      `update account set email_verified_at = now()`,
      'account_verified_has_email',
    ],
  ] as const;
  for (const [what, statement, reason] of refused) {
    const outcome = await sql
      .raw(statement)
      .execute(owner.db)
      .then(
        () => 'accepted',
        (error: Error) => error.message,
      );
    expect(`${what}: ${outcome}`).toContain(reason);
  }
});

test.each(['nobody', '\0', 'a\0b', 'LG', ''])('there is no company %j', async (slug) => {
  const { app } = await sharedDatabase();
  await expect(company(app.db, slug)).rejects.toMatchObject({ code: 'company-not-found', status: 404 });
});
