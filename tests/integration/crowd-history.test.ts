import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { history, PointWriter } from '#lib/server/forecasts/crowd/history.ts';
import { CrowdKeeper } from '#lib/server/forecasts/crowd/keeper.ts';
import { recordPoint } from '#lib/server/forecasts/crowd/queries.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connect, type Db } from '#lib/server/platform/db/connect.ts';
import { setClock } from '#lib/server/platform/db/settable-clock.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase, directUrl } from './setup/database.ts';
import { insertForecaster, placeOn, questionId } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';

const SECOND = 1000;

async function setUp() {
  const { db, appUrl, owner } = await cloneDatabase();
  const id = await questionId(db, 'final-3');
  const field = await questions.getField(db, 'final-3');
  const newcomer = () => insertForecaster(db);
  const place = (accountId: number, permille: number[] | null) => placeOn(db, 'final-3', accountId, permille);
  /** Runs a keeper whose clock stands at an instant, from its start to its regular stop. */
  const runAt = async (instant: string, work: (keeper: CrowdKeeper) => Promise<void> = async () => {}) => {
    const keeper = keeperOn(connectAt(appUrl, instant));
    await keeper.start();
    await work(keeper);
    await keeper.poll();
    await keeper.stop();
    return keeper;
  };
  const points = (most = 1_000) => history(db, field, most);
  return { db, owner, appUrl, id, newcomer, place, runAt, points };
}

function minutesOf(points: { at: string }[]): string[] {
  return points.map(({ at }) => at.slice(11, 16));
}

describe('the odds over time', () => {
  test('are empty before the first forecast', async () => {
    const { runAt, points } = await setUp();
    await runAt('2030-01-01T00:00:30Z');
    expect(await points()).toEqual([]);
  });

  test('begin with the first forecast, at the start of its minute, as the keeper has them', async () => {
    const { id, newcomer, place, runAt, points } = await setUp();
    await place(await newcomer(), [800, 800, 400]);
    const keeper = await runAt('2030-01-01T00:00:30Z');
    const { permille, forecasters } = keeper.crowd(id);
    expect(await points()).toEqual([{ at: '2030-01-01T00:00:00.000Z', permille, forecasters }]);
  });

  test('get no point when nothing changed, also after a restart', async () => {
    const { newcomer, place, runAt, points } = await setUp();
    await place(await newcomer(), [800, 800, 400]);
    await runAt('2030-01-01T00:00:30Z');
    const first = await points();
    for (const instant of ['2030-01-01T00:00:45Z', '2030-01-01T00:01:30Z', '2030-01-01T07:00:00Z']) {
      await runAt(instant, async (keeper) => {
        for (let i = 0; i < 3; i++) await keeper.poll();
      });
    }
    expect(await points()).toEqual(first);
  });

  test('get at most one point a minute: the first odds of a minute at once, its last ones with the next minute', async () => {
    const { id, newcomer, place, runAt, points } = await setUp();
    const odds: CrowdView[] = [];
    const keeper = await runAt('2030-01-01T00:00:10Z', async (running) => {
      for (let i = 0; i < 10; i++) {
        await place(await newcomer(), [700 + i, 800, 500 - i]);
        await running.poll();
        odds.push(running.crowd(id));
      }
    });
    expect(await points()).toEqual([
      { at: '2030-01-01T00:00:00.000Z', permille: odds[0]!.permille, forecasters: 1 },
    ]);
    const last = (await runAt('2030-01-01T00:01:00Z')).crowd(id);
    expect(last.permille).toEqual(keeper.crowd(id).permille);
    expect((await points()).slice(1)).toEqual([
      { at: '2030-01-01T00:01:00.000Z', permille: last.permille, forecasters: 10 },
    ]);
  });

  test('get a point for every minute in which they changed', async () => {
    const { newcomer, place, runAt, points } = await setUp();
    for (const instant of ['2030-01-01T00:00:59Z', '2030-01-01T00:01:00Z', '2030-01-01T00:03:07Z']) {
      await place(await newcomer(), [800, 800, 400]);
      await runAt(instant);
    }
    expect(minutesOf(await points())).toEqual(['00:00', '00:01', '00:03']);
    expect((await points()).map(({ forecasters }) => forecasters)).toEqual([1, 2, 3]);
  });

  test('have a point without odds once all have withdrawn, and begin again', async () => {
    const { newcomer, place, runAt, points } = await setUp();
    const account = await newcomer();
    await place(account, [800, 800, 400]);
    await runAt('2030-01-01T00:00:00Z');
    await place(account, null);
    await runAt('2030-01-01T00:01:00Z');
    await runAt('2030-01-01T00:02:00Z');
    await place(account, [800, 800, 400]);
    await runAt('2030-01-01T00:03:00Z');
    expect(await points()).toMatchObject([
      { at: '2030-01-01T00:00:00.000Z', forecasters: 1 },
      { at: '2030-01-01T00:01:00.000Z', permille: null, forecasters: 0 },
      { at: '2030-01-01T00:03:00.000Z', forecasters: 1 },
    ]);
  });
});

describe('the point of a minute', () => {
  const point = (questionId: number, seq: number, first: number) => ({
    questionId,
    seq,
    permille: [first, 1600 - first, 400],
    forecasters: 1,
  });

  test('is written once, by one of many processes', async () => {
    const { id, appUrl, points } = await setUp();
    const db = connectAt(appUrl, '2030-01-01T00:00:30Z');
    const recorded = await Promise.all(
      [5, 6, 7].map((seq) => recordPoint(db, point(id, seq, 600 + 10 * seq))),
    );
    expect(recorded.filter(Boolean)).toHaveLength(1);
    const [only, ...others] = await points();
    expect(others).toEqual([]);
    expect(only!.permille![0]).toBe([650, 660, 670][recorded.indexOf(true)]);
    expect(await recordPoint(db, point(id, 8, only!.permille![0]!))).toBe(true);
  });

  test('is not written by a process that is behind the last writer, nor when nothing changed', async () => {
    const { id, appUrl, points } = await setUp();
    await recordPoint(connectAt(appUrl, '2030-01-01T00:00:30Z'), point(id, 7, 700));
    const later = connectAt(appUrl, '2030-01-01T00:01:30Z');
    expect(await recordPoint(later, point(id, 6, 600))).toBe(false);
    expect(await recordPoint(later, point(id, 8, 700))).toBe(true);
    expect(await points()).toHaveLength(1);
    expect(await recordPoint(later, point(id, 8, 800))).toBe(true);
    expect(await points()).toMatchObject([
      { permille: point(id, 8, 700).permille },
      { permille: point(id, 8, 800).permille },
    ]);
  });

  test('is not written again in its minute, but in the next one', async () => {
    const { id, appUrl, points } = await setUp();
    const { db, close } = connect(directUrl(appUrl), { max: 1 });
    onTestFinished(close);
    const processes = [new PointWriter(db), new PointWriter(db)];
    for (const writer of processes) await writer.start();
    const minute = Date.UTC(2030, 0, 1);
    const offer = async (at: number, process: number, seq: number, first: number) => {
      await setClock(db, at);
      await processes[process]!.write([point(id, seq, first)], new Date(at));
      return (await points()).map(({ permille }) => permille![0]);
    };
    expect(await offer(minute + SECOND, 0, 1, 601)).toEqual([601]);
    expect(await offer(minute + 2 * SECOND, 0, 2, 602)).toEqual([601]);
    expect(await offer(minute + 3 * SECOND, 1, 3, 603)).toEqual([601]);
    expect(await offer(minute + 60 * SECOND, 0, 2, 602)).toEqual([601, 602]);
    expect(await offer(minute + 61 * SECOND, 1, 3, 603)).toEqual([601, 602]);
    expect(await offer(minute + 120 * SECOND, 1, 3, 603)).toEqual([601, 602, 603]);
  });

  test('that a killed process did not write is written by the next process', async () => {
    const { id, appUrl, newcomer, place, runAt, points } = await setUp();
    const killed = new CrowdKeeper(connectAt(appUrl, '2030-01-01T00:00:30Z'), { onError: () => undefined });
    onTestFinished(() => killed.stop());
    await place(await newcomer(), [800, 800, 400]);
    await killed.start();
    await place(await newcomer(), [600, 900, 500]);
    await killed.poll();
    expect(await points()).toHaveLength(1);
    const next = await runAt('2030-01-01T00:02:30Z');
    expect((await points()).at(-1)).toMatchObject({ permille: next.crowd(id).permille, forecasters: 2 });
  });
});

describe('a history of very many points', () => {
  /** A point a minute, with odds that rise and fall. */
  const fill = (owner: Db, id: number, minutes: number) =>
    sql`
      insert into crowd_point (question_id, at, seq, permille, forecasters)
      select ${id}, timestamptz '2030-01-01T00:00:00Z' + n * interval '1 minute', n,
             array[600 + n % 100, 900, 500 - n % 100]::smallint[], 5
        from generate_series(0, ${minutes - 1}::int) n
    `.execute(owner);

  test('is thinned to the odds at the ends of equal intervals, first and last included', async () => {
    const { owner, id, points } = await setUp();
    await fill(owner, id, 10_000);
    const all = await points(5_000);
    expect(all).toHaveLength(2_001);
    expect([minutesOf(all)[0], all.at(-1)!.at]).toEqual(['00:00', '2030-01-07T22:39:00.000Z']);
    const gaps = all.slice(1).map(({ at }, i) => (Date.parse(at) - Date.parse(all[i]!.at)) / 60_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    const few = await points(300);
    expect(few.length).toBeLessThanOrEqual(300);
    expect(few.length).toBeGreaterThan(100);
    expect([few[0], few.at(-1)]).toEqual([all[0], all.at(-1)]);
  });

  test('below the limit is returned in full', async () => {
    const { owner, id, points } = await setUp();
    await fill(owner, id, 2_000);
    expect(await points(5_000)).toHaveLength(2_000);
  });
});

test('the table of points rejects times that are not whole minutes, and what are no odds of the question', async () => {
  const { owner, id } = await setUp();
  const insert = (at: string, permille: string | null, forecasters: number) => sql`
    insert into crowd_point (question_id, at, seq, permille, forecasters)
    values (${id}, ${at}, 1, ${permille}::smallint[], ${forecasters})
  `;
  const refused: [string, string | null, number][] = [
    ['2030-01-01T00:00:01Z', '{800,800,400}', 1],
    ['2030-01-01T00:00:00Z', '{800,800,400}', 0],
    ['2030-01-01T00:00:00Z', null, 1],
    ['2030-01-01T00:00:00Z', null, -1],
  ];
  for (const row of refused) await expect(insert(...row).execute(owner)).rejects.toThrow('check constraint');
  const wrong = ['{800,800,401}', '{1001,999,0}', '{-1,1000,1001}', '{1000,1000}', '{800,800,null}', '{}'];
  for (const odds of wrong)
    await expect(insert('2030-01-01T00:00:00Z', odds, 1).execute(owner), odds).rejects.toThrow('not odds');
  await insert('2030-01-01T00:00:00Z', null, 0).execute(owner);
});

test('reading odds does not read the log', async () => {
  const { db, id, newcomer, place, owner, appUrl } = await setUp();
  await place(await newcomer(), [800, 800, 400]);
  const keeper = keeperOn(db);
  await keeper.start();
  await keeper.stop();
  await sql`revoke select on forecast, standing from ${sql.id(new URL(appUrl).username)}`.execute(owner);
  const reader = { accountId: null, hasAuthor: false };
  expect(await questions.get(db, keeper, reader, 'final-3')).toMatchObject({
    crowd: { ...keeper.crowd(id), forecasters: 1 },
  });
});
