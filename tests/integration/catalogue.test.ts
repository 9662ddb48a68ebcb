// Shared data in the memory of two processes on one database: what an admin changes by one is on the next page of the other.
import { expect, test, vi } from 'vitest';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import { Catalogue } from '#lib/server/questions/catalogue.ts';
import * as contest from '#lib/server/questions/contest/admin.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import { editWords } from '#lib/server/questions/admin.ts';
import { momentOf } from '#lib/server/questions/moment.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecaster, placeOn, resultOf } from './setup/factories.ts';
import { SOON, startKeeper } from './setup/keeper.ts';
import { VISITOR } from './setup/question-admin.ts';
import { hold } from './setup/transactions.ts';

const SLUG = 'final-3';
const EVENT = {
  kind: 'official',
  url: 'https://www.example.go.kr/news/9',
  happenedOn: '2026-11-20',
  happenedTime: '18:00',
  roundNumber: 3,
  titleKo: '발표',
  titleEn: 'Announced in a test',
} as const;

/** Two processes, of which the second has the catalogue in memory. */
async function setUp() {
  const database = await cloneDatabase();
  const { db, owner } = database;
  const by = { accountId: await insertForecaster(owner, { isAdmin: true }), reason: '까닭' };
  const other = await startKeeper(database);
  const show = () => momentOf(db, other.catalogue, VISITOR);
  return { db, owner, by, other, show };
}

test('an edit, an event, an exclusion and a result are on the next page of another process', async () => {
  const { db, by, other, show } = await setUp();
  const account = await insertForecaster(db);
  await placeOn(db, SLUG, account, [800, 800, 400]);

  const { draft } = await questionAdmin.get(db, SLUG);
  const title = { ko: '새 제목', en: 'A new title' };
  await editWords(db, by, SLUG, { ...draft, title });
  const edited = questions.find(await show(), SLUG);
  expect(edited.content.title).toEqual(title);
  expect(edited.edits).toMatchObject([{ reason: by.reason }]);

  await contest.addEvent(db, by, EVENT);
  expect((await show()).catalogue.events[0]).toMatchObject({ title: { en: EVENT.titleEn } });

  await exclusions.decide(db, by, { accountIds: [account], excluded: true });
  expect(questions.find(await show(), SLUG).exclusions).toMatchObject([{ excluded: true, after: null }]);

  await resolutions.publish(db, by.accountId, SLUG, resultOf([true, true, false], new Date()), 0);
  expect(questions.getAt(await show(), other, SLUG)).toMatchObject({
    phase: 'provisional',
    resolution: { version: 1, outcome: [true, true, false] },
  });
  // The keeper learns by its own poll.
  await vi.waitFor(() => expect(other.field(SLUG)?.resolution).toBe(1), SOON);
});

test('a change is shown once it is committed, also by a process that read while it was under way', async () => {
  const { db, owner, show } = await setUp();
  const before = (await show()).catalogue.contest.companies[0]?.name.en;
  const renaming = await hold(owner, (tx) => tx.updateTable('company').set({ nameEn: 'Renamed' }).execute());
  const fresh = new Catalogue(db);
  const read = async () => (await momentOf(db, fresh, VISITOR)).catalogue.contest.companies[0]?.name.en;
  expect([await read(), (await show()).catalogue.contest.companies[0]?.name.en]).toEqual([before, before]);
  await renaming.commit();
  expect(await read()).toBe('Renamed');
  expect((await show()).catalogue.contest.companies[0]?.name.en).toBe('Renamed');
});

test('nothing is read again because of forecasts and new accounts', async () => {
  const { db, show } = await setUp();
  const { catalogue } = await show();
  await placeOn(db, SLUG, await insertForecaster(db), [800, 800, 400]);
  expect((await show()).catalogue).toBe(catalogue);
});
