// Publishing in a worker thread: the same transaction and the same errors as the service.
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InvalidResultError, NotResolvableError } from '#lib/server/platform/errors.ts';
import { preview } from '#lib/server/results/resolutions/preview.ts';
import { Publisher } from '#lib/server/results/resolutions/publisher.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import { annulmentFor, insertForecaster, placeOn, resultOf } from './setup/factories.ts';

const WORKER = resolve('src/lib/server/results/resolutions/worker.ts');

async function setUp() {
  const { db, owner, appUrl } = await cloneDatabase();
  const publisher = new Publisher(WORKER, appUrl);
  onTestFinished(() => publisher.close());
  const admin = await insertForecaster(owner, { isAdmin: true });
  for (let i = 0; i < 3; i++)
    await placeOn(db, 'final-3', await insertForecaster(db), [900 - i, 700 + i, 400]);
  return { db, publisher, admin, now: await instantAfter(db) };
}

async function versions(db: Awaited<ReturnType<typeof setUp>>['db']) {
  const { id } = await resolutions.getResolvable(db, 'final-3');
  return resolutions.versions(db, id);
}

test('previews and publications equal those of the service', async () => {
  const { db, publisher, admin, now } = await setUp();
  const decision = resultOf([true, true, false], now);
  const question = await resolutions.getResolvable(db, 'final-3');
  const shown = await publisher.preview(admin, 'final-3', decision);
  expect(shown).toEqual(await preview(db, admin, question, decision));
  expect(shown.ranked).toBe(3);
  expect(await publisher.publish(admin, 'final-3', decision, 0)).toEqual({ version: 1, editions: [] });
  expect(await publisher.publish(admin, 'final-3', annulmentFor('잘못 올렸어요'), 1)).toMatchObject({
    version: 2,
  });
  expect(await versions(db)).toMatchObject([
    { version: 1, outcome: [true, true, false], knownAt: now, decidedBy: admin },
    { version: 2, outcome: null, note: '잘못 올렸어요' },
  ]);
});

test('the service’s errors pass the thread boundary', async () => {
  const { db, publisher, admin, now } = await setUp();
  const later = new Date(now.getTime() + 60_000);
  const invalid = publisher.publish(admin, 'final-3', resultOf([true, true, false], later), 0);
  await expect(invalid).rejects.toBeInstanceOf(InvalidResultError);
  const opinion = publisher.preview(admin, 'scenario', resultOf([true], now));
  await expect(opinion).rejects.toBeInstanceOf(NotResolvableError);
  expect(await versions(db)).toEqual([]);
});

test('closing waits for running publications', async () => {
  const { db, publisher, admin, now } = await setUp();
  const published = publisher.publish(admin, 'final-3', resultOf([true, true, false], now), 0);
  await publisher.close();
  expect(await published).toMatchObject({ version: 1 });
  expect(await versions(db)).toHaveLength(1);
});
