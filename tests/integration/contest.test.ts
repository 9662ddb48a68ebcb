import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { companies } from '#lib/contest/companies.ts';
import { events } from '#lib/contest/events.ts';
import { rounds } from '#lib/contest/rounds.ts';
import { status } from '#lib/contest/status.ts';
import * as contest from '#lib/server/questions/contest/service.ts';
import { company } from '#lib/server/questions/contest/service.ts';
import { contestOn } from './setup/catalogue.ts';
import { cloneDatabase, cloneUnseeded, sharedDatabase } from './setup/database.ts';

describe('the contest as pages read it', () => {
  test('equals the shipped contest', async () => {
    const { db } = await sharedDatabase();
    const view = await contestOn(db);
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

  test('has events newest first', async () => {
    const { db } = await sharedDatabase();
    const all = await contest.events(db);
    expect(all).toHaveLength(events.length);
    for (const { date: on, slug, time, title, url, kind, round } of events)
      expect(all).toContainEqual({ slug, on, time, title, url, kind, round });
    const days = all.map(({ on, time }) => `${on} ${time ?? ''}`);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  test('shows changes by an admin', async () => {
    const { db, owner } = await cloneDatabase();
    for (const change of [
      sql`update round set announced_seats = 3, result_on = '2027-02-01', result_time = '14:05' where number = 3`,
      sql`update entrant set outcome = 'advanced' where round_number = 3 and company_slug = 'skt'`,
      sql`delete from event where slug <> (select min(slug) from event)`,
    ])
      await change.execute(owner);
    const round = (await contestOn(db)).rounds.find(({ number }) => number === 3);
    expect(round).toMatchObject({ announcedSeats: 3, result: { on: '2027-02-01', time: '14:05' } });
    expect(round?.entrants.find(({ company }) => company === 'skt')?.outcome).toBe('advanced');
    expect(await contest.events(db)).toHaveLength(1);
  });

  test('is an error, not an empty page, before seeding', async () => {
    const { db } = await cloneUnseeded();
    await expect(contestOn(db)).rejects.toThrow('not been seeded');
  });
});

test.each([
  ['event_url_check', `update event set url = 'http://example.com'`],
  ['event_kind_check', `update event set kind = 'rumour'`],
  ['entrant_elimination_has_reason', `update entrant set outcome = 'eliminated', reason_ko = null`],
  ['entrant_entry_check', `update entrant set entry = 'guest'`],
  ['round_result_time_has_day', `update round set result_on = null, result_time = '10:00'`],
  ['round_announced_seats_check', `update round set announced_seats = 0`],
  ['contest_pkey', `insert into contest (last_verified_on) values ('2027-01-01')`],
  ['published_score_source_check', `update published_score set source = 'x'`],
  ['question_official_source_check', `update question set official_source = 'x' where slug = 'count-3'`],
  ['question_closes_after_opening', `update question set closes_at = '2020-01-01'`],
  ['never changes its field', `update question_option set position = position + 10`],
  ['never changes its field', `update question_option set slug = slug || '-x'`],
  ['never changes its field', `update question_option set company_slug = 'nc-ai' where slug = 'lg'`],
  ['account_one_author', `insert into account (handle, is_author) values ('second', true)`],
  ['account_verified_has_email', `update account set email_verified_at = now()`],
])('a constraint rejects invalid rows: %s, %s', async (constraint, statement) => {
  const { owner } = await sharedDatabase();
  await expect(sql.raw(statement).execute(owner)).rejects.toThrow(constraint);
});

test.each(['nobody', '\0', 'a\0b', 'LG', ''])('there is no company %j', async (slug) => {
  const { db } = await sharedDatabase();
  const facts = await contest.facts(db);
  const missing = expect.objectContaining({ code: 'company-not-found', status: 404 }) as Error;
  expect(() => company(facts, new Date(), slug)).toThrow(missing);
});
