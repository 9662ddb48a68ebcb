// Shared by the tests of the crowd keeper: a keeper of a database, and the odds recomputed from the whole log.
import { onTestFinished } from 'vitest';
import { crowdOdds } from '#lib/domain/crowd.ts';
import { CrowdKeeper } from '#lib/server/forecasts/crowd/keeper.ts';
import { type Db, connect } from '#lib/server/platform/db/connect.ts';
import type { CrowdView } from '#lib/types/question.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { insertForecaster, placeOn, questionId } from './factories.ts';

export const OPTIONS = ['skt', 'upstage', 'lg'];

export const SEATS = 2;

/** An open page follows another reader's forecast within a second, and no test machine is idle. */
export const SOON = { timeout: 5_000, interval: 20 };

function failing(error: unknown): never {
  throw error;
}

/** A keeper on the connections of a test, not started, any of whose errors fails the test. */
export function keeperOn(db: Db): CrowdKeeper {
  return new CrowdKeeper(db, { onError: failing });
}

/** A keeper as a process of its own has it, with a pool of its own; it is stopped when the test is over. */
export async function startKeeper({ appUrl }: TestDatabase, onError: (error: unknown) => void = failing) {
  const { db, close } = connect(appUrl, { max: 4 });
  const keeper = new CrowdKeeper(db, { onError });
  await keeper.start();
  onTestFinished(async () => {
    await keeper.stop();
    await close();
  });
  return keeper;
}

export async function setUp() {
  const database = await cloneDatabase();
  const { db } = database;
  const id = await questionId(db, 'final-3');
  const newcomer = () => insertForecaster(db);
  const place = (accountId: number, permille: number[] | null) => placeOn(db, 'final-3', accountId, permille);
  return { database, db, owner: database.owner, id, newcomer, place };
}

/** What the odds must be: computed from the log alone, in the order of `seq`. */
export async function recompute(
  db: Db,
  id: number,
): Promise<Pick<CrowdView, 'permille' | 'forecasters' | 'version'>> {
  const rows = await db
    .selectFrom('forecast')
    .innerJoin('account', 'account.id', 'forecast.accountId')
    .select(['forecast.accountId', 'forecast.seq', 'forecast.permille'])
    .select('account.crowdWeight')
    .select((e) =>
      e
        .or([
          e('isAuthor', '=', true),
          e('isAdmin', '=', true),
          e('excludedAt', 'is not', null),
          e('crowdWeight', '=', 'none'),
        ])
        .as('isOutside'),
    )
    .where('questionId', '=', id)
    .orderBy('seq')
    .execute();
  const latest = new Map(rows.map((row) => [row.accountId, row]));
  const standing = [...latest.values()]
    .filter((row) => !row.isOutside)
    .sort((a, b) => a.seq - b.seq)
    .flatMap(({ permille, crowdWeight }) =>
      permille ? [{ permille, isUnverified: crowdWeight === 'reduced' }] : [],
    );
  const unverified = standing.map(({ isUnverified }) => isUnverified);
  const odds =
    standing.length === 0
      ? null
      : crowdOdds(
          standing.map(({ permille }) => permille),
          SEATS,
          { unverified },
        );
  return {
    permille: odds,
    forecasters: standing.length,
    version: rows.at(-1)?.seq ?? 0,
  };
}

/** Compares two odds by version, as an open page does. */
export function isAsNew(crowd: CrowdView, than: CrowdView): boolean {
  return crowd.version > than.version || (crowd.version === than.version && crowd.at >= than.at);
}

export function somePermille(): number[] {
  const skt = 500 + Math.floor(Math.random() * 490);
  const upstage = 520 + Math.floor(Math.random() * 470);
  return [skt, upstage, 2000 - skt - upstage];
}
