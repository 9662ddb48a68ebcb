// Recipients of notices, which ones are new, and that a rollback leaves none.
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import * as exclusions from '#lib/server/people/moderation/exclusions.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { NewNotice } from '#lib/server/people/notices/queries.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';
import {
  annulmentFor,
  insertForecaster,
  insertForecasters,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';
import { startEdition } from './setup/editions.ts';
import { cloneWithHours, type HoursSite } from './setup/replay.ts';
import { readTables } from './setup/tables.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

const OUTCOME = [true, true, false];

/** Set before each test. */
let { db, owner, admin, at, timeAt } = {} as HoursSite;
/** Joined at the beginning: one forecasts on `final-3`, one withdraws there, one has nothing to do with it. */
let anna: number;
let ben: number;
let eve: number;

beforeEach(async () => {
  ({ db, owner, admin, at, timeAt } = await cloneWithHours());
  [anna, ben, eve] = await insertForecasters(db, 3);
  await placeOn(db, 'final-3', anna, [800, 800, 400]);
  await placeOn(db, 'final-3', ben, [400, 800, 800]);
  await placeOn(db, 'final-3', ben, null);
});

function publish(hours: number, decision: Decision, version: number) {
  return resolutions.publish(at(hours), admin, 'final-3', decision, version);
}

async function kinds(account: number): Promise<string[]> {
  return (await notices.list(db, account, 100)).map(({ kind }) => kind);
}

describe('an event of a question', () => {
  test('notifies everybody who has forecast on it, also after a withdrawal, and nobody else', async () => {
    await questions.scheduleClose(at(1), { accountId: admin }, 'final-3', timeAt(9));
    await questions.close(at(2), { accountId: admin }, 'final-3');
    await publish(3, resultOf(OUTCOME, timeAt(3)), 0);
    await publish(4, resultOf([false, true, true], timeAt(3), '잘못 읽었어요'), 1);
    await publish(5, annulmentFor('평가가 취소됐어요'), 2);
    for (const account of [anna, ben]) {
      expect(await kinds(account)).toEqual(['annulled', 'correction', 'result', 'closed', 'closing']);
      expect(await notices.countUnseen(db, account)).toBe(5);
    }
    for (const account of [eve, admin]) {
      expect(await kinds(account)).toEqual([]);
      expect(await notices.countUnseen(db, account)).toBe(0);
    }
  });

  test('has the question, the reason and the score', async () => {
    await publish(3, resultOf(OUTCOME, timeAt(3)), 0);
    await publish(4, annulmentFor('평가가 취소됐어요'), 1);
    const [annulled, result] = await notices.list(db, anna, 10);
    const shown = { slug: 'final-3', kind: 'result', version: 1, rank: 1, isNew: true, at: timeAt(3) };
    expect(result).toMatchObject({ ...shown, peerMicro: expect.any(Number) });
    expect(annulled).toMatchObject({ version: 2, note: '평가가 취소됐어요', peerMicro: null, rank: null });
  });

  test('on another question notifies only that one’s forecasters', async () => {
    await placeOn(db, 'count-3', eve, [250, 250, 250, 250]);
    await questions.close(at(1), { accountId: admin }, 'count-3');
    expect(await kinds(eve)).toEqual(['closed']);
    expect(await kinds(anna)).toEqual([]);
  });
});

function announce(db: Db, notice: NewNotice): Promise<void> {
  return db.transaction().execute((tx) => notices.announce(tx, notice));
}

describe('an opening', () => {
  test.each(['opened', 'new-edition'] as const)(
    '(%s) concerns everybody who has joined by then, and nobody later',
    async (kind) => {
      await announce(at(1), { kind, questionId: await questionId(db, 'final-3') });
      const late = await insertForecaster(at(2));
      const same = await insertForecaster(at(1));
      for (const account of [anna, ben, eve, admin, same]) {
        expect(await kinds(account)).toEqual([kind]);
        expect(await notices.countUnseen(db, account)).toBe(1);
      }
      expect(await kinds(late)).toEqual([]);
      // A forecast does not add notices of earlier events.
      await placeOn(at(3), 'final-3', late, [800, 800, 400]);
      expect(await kinds(late)).toEqual([]);
    },
  );
});

test('an exclusion and a restoration notify only the account', async () => {
  const by = { accountId: admin, reason: '두 계정을 써요' };
  await exclusions.decide(at(1), by, { accountIds: [anna], excluded: true });
  await exclusions.decide(at(2), by, { accountIds: [anna], excluded: false });
  expect(await kinds(anna)).toEqual(['restored', 'excluded']);
  expect((await notices.list(db, anna, 10))[0]).toMatchObject({ slug: null, version: null, isNew: true });
  for (const account of [ben, eve, admin]) expect(await kinds(account)).toEqual([]);
});

describe('a seen notice', () => {
  test('is not new for that account only, and later ones are', async () => {
    await publish(1, resultOf(OUTCOME, timeAt(1)), 0);
    const [result] = await notices.list(db, anna, 10);
    await notices.markSeen(db, anna, result!.id);
    expect(await notices.countUnseen(db, anna)).toBe(0);
    expect(await notices.countUnseen(db, ben)).toBe(1);
    await publish(2, annulmentFor('평가가 취소됐어요'), 1);
    expect(await notices.countUnseen(db, anna)).toBe(1);
    expect((await notices.list(db, anna, 10)).map(({ isNew }) => isNew)).toEqual([true, false]);
  });

  test('never becomes new again, in whatever order notices are marked', async () => {
    await publish(1, resultOf(OUTCOME, timeAt(1)), 0);
    await publish(2, annulmentFor('평가가 취소됐어요'), 1);
    const [later, earlier] = (await notices.list(db, anna, 10)).map(({ id }) => id) as [number, number];
    await notices.markSeen(db, anna, later);
    await notices.markSeen(db, anna, earlier);
    await notices.markSeen(db, anna, 0);
    expect(await notices.countUnseen(db, anna)).toBe(0);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => notices.markSeen(db, ben, i % 2 === 0 ? earlier : later)),
    );
    expect(await notices.countUnseen(db, ben)).toBe(0);
  });
});

// Notices are marked as seen up to an id: no lower id may be committed later.
test('concurrent notices are committed in order of their ids', async () => {
  const slow = await hold(at(1), async (tx) =>
    notices.announce(tx, { kind: 'closed', questionId: await questionId(tx, 'final-3') }),
  );
  const fast = announce(at(1), { kind: 'opened', questionId: await questionId(db, 'count-3') });
  await untilLockWait(db);
  expect(await kinds(anna)).toEqual([]);
  await Promise.all([slow.commit(), fast]);
  expect(await kinds(anna)).toEqual(['opened', 'closed']);
});

test('no notice is sent for a change whose transaction fails at its end', async () => {
  const before = await readTables(owner);
  const failing = await hold(at(1), async (tx) => {
    await notices.announce(tx, { kind: 'opened', questionId: await questionId(tx, 'final-3') });
    expect(await notices.countUnseen(tx, eve)).toBe(1);
  });
  await failing.rollBack();
  expect(await readTables(owner)).toEqual(before);
  expect(await kinds(eve)).toEqual([]);
});

/** The transactions that wrote the rows of a table. */
async function writersOf(table: 'notice' | 'resolution' | 'score' | 'board' | 'question'): Promise<string[]> {
  const { rows } = await sql<{ xmin: string }>`select distinct xmin::text from ${sql.table(table)}`.execute(
    owner,
  );
  return rows.map(({ xmin }) => xmin);
}

test('notices are written by the transaction that publishes a result with its scores', async () => {
  await publish(3, resultOf(OUTCOME, timeAt(3)), 0);
  const [publication] = await writersOf('resolution');
  for (const table of ['notice', 'score', 'board'] as const)
    expect(await writersOf(table), table).toEqual([publication]);
});

test('the notice of a new edition is written by the transaction that opens it', async () => {
  await startEdition(at(1), admin);
  const [opening] = await writersOf('notice');
  expect(await writersOf('question')).toContain(opening);
});
