import { expect, test } from 'vitest';
import { COMMAND_LINE } from '#lib/server/audit/service.ts';
import { CrowdKeeper } from '#lib/server/crowd/keeper.ts';
import { since } from '#lib/server/crowd/since.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { questionId } from './setup/factories.ts';
import { replayFrom } from './setup/replay.ts';

const BEGIN = '2027-01-01T00:00:20Z';
const SLUG = 'final-3';

async function setUp() {
  const site = await replayFrom(BEGIN, ['ann', 'ben', 'cho']);
  /** A process that reads the log, and writes the odds, so many hours after the beginning. */
  const keepAt = async (hours: number) => {
    const keeper = new CrowdKeeper(site.at(hours), { onError: () => undefined });
    await keeper.start();
    await keeper.poll();
    await keeper.stop();
    return keeper;
  };
  const placeAt = async (hours: number, name: 'ann' | 'ben' | 'cho', permille: number[] | null) => {
    await site.place(hours, name, SLUG, permille);
    return keepAt(hours);
  };
  /** What a reader is told so many hours after the beginning. */
  const toldAt = async (hours: number, name: 'ann' | 'ben' | 'cho') => {
    const keeper = await keepAt(hours);
    const reader = { accountId: site.ids[name], hasAuthor: true };
    return since(site.at(hours), await questions.get(site.at(hours), keeper, reader, SLUG));
  };
  const id = await questionId(site.owner, SLUG);
  const addEvent = (
    slug: string,
    on: string,
    time: string | null,
    round: number | null = 3,
    isHidden = false,
  ) =>
    site.owner
      .insertInto('event')
      .values({
        slug,
        happenedOn: on,
        happenedTime: time,
        titleKo: slug,
        titleEn: slug,
        url: 'https://example.com/news',
        kind: 'press',
        roundNumber: round,
        hiddenAt: isHidden ? site.timeAt(0) : null,
      })
      .execute();
  return { ...site, id, keepAt, placeAt, toldAt, addEvent };
}

test('the odds are those at the reader’s last forecast, including that forecast', async () => {
  const { id, placeAt, toldAt } = await setUp();
  await placeAt(1, 'ben', [900, 900, 200]);
  const keeper = await placeAt(2, 'ann', [600, 600, 800]);
  const then = keeper.crowd(id).permille;
  const moved = await placeAt(3, 'cho', [950, 100, 950]);
  expect(moved.crowd(id).permille).not.toEqual(then);
  expect(await toldAt(4, 'ann')).toEqual({ permille: then, events: 0 });
});

test('a new forecast resets the comparison', async () => {
  const { id, placeAt, toldAt } = await setUp();
  await placeAt(1, 'ann', [600, 600, 800]);
  await placeAt(2, 'ben', [900, 900, 200]);
  const keeper = await placeAt(3, 'ann', [700, 700, 600]);
  expect(await toldAt(4, 'ann')).toMatchObject({ permille: keeper.crowd(id).permille });
});

test('odds written in the next minute, shortly after the forecast, count as those at the forecast', async () => {
  const { id, place, placeAt, keepAt, toldAt } = await setUp();
  await placeAt(0, 'ben', [900, 900, 200]);
  // 38 seconds after 00:00:20 is two seconds before the minute ends.
  await place(38 / 3600, 'ann', SLUG, [600, 600, 800]);
  const keeper = await keepAt(42 / 3600);
  expect(await toldAt(1, 'ann')).toMatchObject({ permille: keeper.crowd(id).permille });
});

test('there is nothing without a standing forecast or after the close', async () => {
  const { placeAt, toldAt, at } = await setUp();
  await placeAt(1, 'ann', [600, 600, 800]);
  expect(await toldAt(2, 'ben')).toBeNull();
  await placeAt(2, 'ben', [600, 600, 800]);
  await placeAt(3, 'ben', null);
  expect(await toldAt(4, 'ben')).toBeNull();
  await questions.close(at(5), COMMAND_LINE, SLUG);
  expect(await toldAt(6, 'ann')).toBeNull();
});

test('there are no earlier odds when no forecast counted yet', async () => {
  const { owner, ids, placeAt, toldAt } = await setUp();
  await owner.updateTable('account').set({ isAdmin: true }).where('id', '=', ids.ann).execute();
  await placeAt(1, 'ann', [600, 600, 800]);
  await placeAt(2, 'ben', [900, 900, 200]);
  expect(await toldAt(3, 'ann')).toEqual({ permille: null, events: 0 });
});

test('the events are the visible ones of the question’s round after the forecast', async () => {
  const { placeAt, toldAt, addEvent } = await setUp();
  // 10:00:20 in Korea
  await placeAt(1, 'ann', [600, 600, 800]);
  await addEvent('same-day', '2027-01-01', null);
  await addEvent('before', '2027-01-01', '10:00');
  await addEvent('after', '2027-01-01', '10:01');
  await addEvent('next-day', '2027-01-02', null);
  await addEvent('hidden', '2027-01-02', null, 3, true);
  await addEvent('other-round', '2027-01-02', null, 2);
  await addEvent('no-round', '2027-01-02', null, null);
  expect(await toldAt(48, 'ann')).toMatchObject({ events: 2 });
});

test('the author’s log of a question is in chronological order', async () => {
  const { owner, id, at } = await setUp();
  const { id: author } = await owner
    .selectFrom('account')
    .select('id')
    .where('isAuthor', '=', true)
    .executeTakeFirstOrThrow();
  const seeded = await forecasts.authorLogOn(at(0), id);
  await forecasts.place(at(5), {
    accountId: author,
    questionId: id,
    permille: [500, 700, 800],
    requestId: crypto.randomUUID(),
  });
  const log = await forecasts.authorLogOn(at(6), id);
  expect(log).toHaveLength(seeded.length + 1);
  expect(log.at(-1)?.permille).toEqual([500, 700, 800]);
});
