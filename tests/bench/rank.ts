// "My rank" on the official board: the stored rank by key, against counting who is ahead.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { median, type Result } from './result.ts';
import { openBenchServer } from './site.ts';

const FORECASTERS = 100_000;
const ROUNDS = 7;
/** Ranks in one statement: of every tenth account, and of ten. */
const KEYS = 10_000;
const COUNTS = 10;

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(1);
  const database = await server.createDatabase();
  try {
    await fillBoard(database.owner, FORECASTERS);
    const key: number[] = [];
    const count: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      key.push(await timePerRank(database.owner, KEYS, BY_KEY));
      count.push(await timePerRank(database.owner, COUNTS, BY_COUNT));
    }
    const note = `${FORECASTERS} rows: ${median(key).toFixed(3)} ms by key`;
    return [{ name: 'rank-vs-count', ratio: median(count) / median(key), goal: 50, atLeast: true, note }];
  } finally {
    await database.close();
    await server.stop();
  }
}

/** A board of forecasters with distinct points, as a publication stores it. */
export async function fillBoard(owner: Db, forecasters: number): Promise<void> {
  await sql`insert into account (handle) select 'rank-' || n from generate_series(1, ${forecasters}::int) n`.execute(
    owner,
  );
  await sql`insert into board (kind, edition, ranked, questions) values ('all', 1, ${forecasters}, 1)`.execute(
    owner,
  );
  await sql`
    insert into board_entry (kind, edition, account_id, rank, place, peer_micro, baseline_micro, coverage_millionths, questions)
    select 'all', 1, id, n, n, ${forecasters}::int - n, 0, 1000000, 1
      from (select id, row_number() over (order by id)::int as n from account where handle like 'rank-%') ranked
  `.execute(owner);
  await sql`analyze board_entry`.execute(owner);
}

/** Ranks of as many accounts in one statement, so that the way to the database does not count. @returns ms for each */
async function timePerRank(db: Db, accounts: number, rankOf: RawBuilder<unknown>): Promise<number> {
  const from = performance.now();
  await sql`
    select sum(rank)
      from (select account_id from board_entry where place % ${FORECASTERS / accounts}::int = 0) asked
      cross join lateral (${rankOf}) ranked (rank)
  `.execute(db);
  return (performance.now() - from) / accounts;
}

const BY_KEY = sql`
  select rank from board_entry own
   where own.kind = 'all' and own.edition = 1 and own.account_id = asked.account_id
`;

const BY_COUNT = sql`
  select 1 + count(*) from board_entry ahead
   where ahead.kind = 'all' and ahead.edition = 1 and ahead.peer_micro > (
     select peer_micro from board_entry own
      where own.kind = 'all' and own.edition = 1 and own.account_id = asked.account_id
   )
`;
