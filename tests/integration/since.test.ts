import type { Insertable } from 'kysely';
import { expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import { since } from '#lib/server/forecasts/crowd/since.ts';
import type { DB } from '#lib/server/platform/db/schema.generated.ts';
import { selectLogOfAuthorOn } from '#lib/server/forecasts/queries.ts';
import { momentOf } from '#lib/server/questions/moment.ts';
import * as questions from '#lib/server/questions/service.ts';
import { authorId, placeOn, questionId } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { replayFrom } from './setup/replay.ts';

type NewEvent = Insertable<DB['event']>;

const BEGIN = '2027-01-01T00:00:20Z';
const SLUG = 'final-3';

async function setUp() {
  const site = await replayFrom(BEGIN, ['ann', 'ben', 'cho']);
  /** Runs a keeper, so many hours after the beginning. */
  const keepAt = async (hours: number) => {
    const keeper = keeperOn(site.at(hours));
    await keeper.start();
    await keeper.poll();
    await keeper.stop();
    return keeper;
  };
  const placeAt = async (hours: number, name: 'ann' | 'ben' | 'cho', permille: number[] | null) => {
    await site.place(hours, name, SLUG, permille);
    return keepAt(hours);
  };
  /** Changes since the reader's last forecast, so many hours after the beginning. */
  const sinceAt = async (hours: number, name: 'ann' | 'ben' | 'cho') => {
    const keeper = await keepAt(hours);
    const reader = { accountId: site.ids[name], hasAuthor: true };
    const db = site.at(hours);
    const moment = await momentOf(db, keeper.catalogue, reader);
    const found = await since(db, moment, [questions.getAt(moment, keeper, SLUG)]);
    return found.get(SLUG) ?? null;
  };
  const id = await questionId(site.owner, SLUG);
  const addEvent = (slug: string, on: string, time: string | null = null, rest: Partial<NewEvent> = {}) => {
    const text = { titleKo: slug, titleEn: slug, url: 'https://example.com/news', kind: 'press' } as const;
    const event = { slug, happenedOn: on, happenedTime: time, ...text, roundNumber: 3, ...rest };
    return site.owner.insertInto('event').values(event).execute();
  };
  return { ...site, id, keepAt, placeAt, sinceAt, addEvent };
}

test('the odds are those at the reader’s last forecast, including that forecast', async () => {
  const { id, placeAt, sinceAt } = await setUp();
  await placeAt(1, 'ben', [900, 900, 200]);
  const keeper = await placeAt(2, 'ann', [600, 600, 800]);
  const then = keeper.crowd(id).permille;
  const moved = await placeAt(3, 'cho', [950, 100, 950]);
  expect(moved.crowd(id).permille).not.toEqual(then);
  expect(await sinceAt(4, 'ann')).toEqual({ permille: then, events: 0 });
});

test('a new forecast resets the comparison', async () => {
  const { id, placeAt, sinceAt } = await setUp();
  await placeAt(1, 'ann', [600, 600, 800]);
  await placeAt(2, 'ben', [900, 900, 200]);
  const keeper = await placeAt(3, 'ann', [700, 700, 600]);
  expect(await sinceAt(4, 'ann')).toMatchObject({ permille: keeper.crowd(id).permille });
});

test('odds written in the next minute, shortly after the forecast, count as those at the forecast', async () => {
  const { id, place, placeAt, keepAt, sinceAt } = await setUp();
  await placeAt(0, 'ben', [900, 900, 200]);
  // 38 seconds after 00:00:20 is two seconds before the minute ends.
  await place(38 / 3600, 'ann', SLUG, [600, 600, 800]);
  const keeper = await keepAt(42 / 3600);
  expect(await sinceAt(1, 'ann')).toMatchObject({ permille: keeper.crowd(id).permille });
});

test('there is nothing without a standing forecast or after the close', async () => {
  const { placeAt, sinceAt, at } = await setUp();
  await placeAt(1, 'ann', [600, 600, 800]);
  expect(await sinceAt(2, 'ben')).toBeNull();
  await placeAt(2, 'ben', [600, 600, 800]);
  await placeAt(3, 'ben', null);
  expect(await sinceAt(4, 'ben')).toBeNull();
  await questions.close(at(5), COMMAND_LINE, SLUG);
  expect(await sinceAt(6, 'ann')).toBeNull();
});

test('there are no earlier odds when no forecast counted yet', async () => {
  const { owner, ids, placeAt, sinceAt } = await setUp();
  await owner.updateTable('account').set({ isAdmin: true }).where('id', '=', ids.ann).execute();
  await placeAt(1, 'ann', [600, 600, 800]);
  await placeAt(2, 'ben', [900, 900, 200]);
  expect(await sinceAt(3, 'ann')).toEqual({ permille: null, events: 0 });
});

test('the events are the visible ones of the question’s round after the forecast', async () => {
  const { timeAt, placeAt, sinceAt, addEvent } = await setUp();
  // 10:00:20 in Korea
  await placeAt(1, 'ann', [600, 600, 800]);
  await addEvent('same-day', '2027-01-01');
  await addEvent('before', '2027-01-01', '10:00');
  await addEvent('after', '2027-01-01', '10:01');
  await addEvent('next-day', '2027-01-02');
  await addEvent('hidden', '2027-01-02', null, { hiddenAt: timeAt(0) });
  await addEvent('other-round', '2027-01-02', null, { roundNumber: 2 });
  await addEvent('no-round', '2027-01-02', null, { roundNumber: null });
  expect(await sinceAt(48, 'ann')).toMatchObject({ events: 2 });
});

test('the author’s log of a question is in chronological order', async () => {
  const { owner, id, at } = await setUp();
  const seeded = await selectLogOfAuthorOn(at(0), id).execute();
  await placeOn(at(5), SLUG, await authorId(owner), [500, 700, 800]);
  const log = await selectLogOfAuthorOn(at(6), id).execute();
  expect(log).toHaveLength(seeded.length + 1);
  expect(log.at(-1)?.permille).toEqual([500, 700, 800]);
});

test('the odds of seven days ago are those that stood then, and there are none before', async () => {
  const { id, placeAt, keepAt } = await setUp();
  const first = await placeAt(1, 'ben', [900, 900, 200]);
  await placeAt(50, 'ann', [600, 600, 800]);
  expect((await keepAt(7 * 24)).weekAgo(id)).toBeNull();
  const later = await keepAt(7 * 24 + 49);
  expect(later.weekAgo(id)).toEqual(first.crowd(id).permille);
  expect(later.crowd(id).permille).not.toEqual(later.weekAgo(id));
});
