// Query plans: a leaderboard of a million entries is read through its indexes by the queries of the service.
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { expect, test } from 'vitest';
import type { Db } from '#lib/server/db/connect.ts';
import type { DB } from '#lib/server/db/schema.generated.ts';
import * as leaderboard from '#lib/server/leaderboard/service.ts';
import { cloneDatabase } from './setup/database.ts';

const ENTRIES = 1_000_000;
const BATCH = 100_000;
const LEFT_OUT = 1_000;
const SETTING_UP_MS = 240_000;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

test(
  'my rank, any page, the author and a search by handle are index reads on a board of 1,000,000',
  { timeout: SETTING_UP_MS },
  async () => {
    const { app, owner } = await cloneDatabase({ max: 5 });
    const mine = await fillBoard(owner.db);
    const plansOf = (request: Partial<leaderboard.BoardRequest>) =>
      plansOfBoard(app.pool, { page: 1, search: '', accountId: null, hasAuthor: false, ...request });

    const page = ['account by account_pkey', 'board_entry by board_entry_place'];
    expect(await plansOf({ page: 1 })).toEqual([page]);
    expect(await plansOf({ page: 5_000 })).toEqual([page]);
    const me = ['account by account_pkey', 'board_entry by board_entry_pkey'];
    expect(await plansOf({ accountId: mine })).toEqual([me, page]);
    const author = ['account by account_one_author', 'board_entry by board_entry_pkey'];
    expect(await plansOf({ hasAuthor: true })).toEqual([author, page]);
    const found = ['account by account_handle_prefix', 'board_entry by board_entry_pkey'];
    expect(await plansOf({ search: 'Sim_7' })).toEqual([found]);
    // A prefix that everybody has stops at the first twenty all the same.
    expect(await plansOf({ search: 's' })).toEqual([found]);

    const request = { page: 5_000, search: '', accountId: mine, hasAuthor: true };
    const board = await leaderboard.board(app.db, 'all', request);
    expect(board).toMatchObject({ ranked: ENTRIES, page: 5_000, pages: 10_000, mine: { rank: 777_777 } });
    expect(board.rows[0]).toMatchObject({ rank: 499_901 });
    const search = await leaderboard.board(app.db, 'all', { ...request, search: 'SIM_777777' });
    expect(search.rows.map(({ handle }) => handle)).toEqual(['sim_777777']);
  },
);

/** A board with everybody on it. @returns the account on place 777,777 */
async function fillBoard(db: Db): Promise<number> {
  // Checked once at the end instead of row by row.
  await sql`alter table board_entry drop constraint board_entry_account_id_fkey, drop constraint board_entry_board`.execute(
    db,
  );
  for (let from = 1; from <= ENTRIES; from += BATCH) {
    const to = from + BATCH - 1;
    await sql`
      with person as (
        insert into account (handle) select 'sim_' || i from generate_series(${from}::int, ${to}::int) i
        returning id, substr(handle, 5)::int as place
      )
      insert into board_entry (kind, edition, account_id, rank, place, peer_micro, baseline_micro, coverage_millionths, questions)
      select 'all', 1, id, place, place, 500000 - place, 0, 1000000, 1 from person
    `.execute(db);
  }
  await sql`
    insert into board_entry (kind, edition, account_id, peer_micro, baseline_micro, coverage_millionths, questions)
    select 'all', 1, id, 0, 0, 1000000, 1 from account where is_author
  `.execute(db);
  await sql`
    insert into account (handle, excluded_at) select 'out_' || i, now() from generate_series(1, ${LEFT_OUT}::int) i
  `.execute(db);
  await sql`insert into board (kind, edition, ranked, questions) values ('all', 1, ${ENTRIES}, 1)`.execute(
    db,
  );
  await sql`
    alter table board_entry
      add constraint board_entry_account_id_fkey foreign key (account_id) references account (id),
      add constraint board_entry_board foreign key (kind, edition) references board (kind, edition)
  `.execute(db);
  await sql`analyze account, board_entry`.execute(db);
  const { accountId } = await db
    .selectFrom('boardEntry')
    .select('accountId')
    .where('place', '=', 777_777)
    .executeTakeFirstOrThrow();
  return accountId;
}

/** How each query on the entries of a board would be run: every table and the index by which it is read. */
async function plansOfBoard(pool: pg.Pool, request: leaderboard.BoardRequest): Promise<string[][]> {
  const queries: { sql: string; parameters: readonly unknown[] }[] = [];
  const listening = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void queries.push(query),
  });
  await leaderboard.board(listening, 'all', request);
  const onEntries = queries.filter((query) => query.sql.includes('"board_entry"'));
  const plans = await Promise.all(
    onEntries.map(async (query) => {
      const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (format json) ${query.sql}`,
        [...query.parameters],
      );
      return readsOf(rows[0]!['QUERY PLAN'][0].Plan).sort();
    }),
  );
  // They are asked at once, in no order.
  return plans.sort((a, b) => String(a).localeCompare(String(b)));
}

const WITHOUT_READING = ['Limit', 'Nested Loop', 'Memoize'];

function readsOf(plan: Plan): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, Plans: inner = [] } = plan;
  const below = inner.flatMap(readsOf);
  if (WITHOUT_READING.includes(type)) return below;
  return [type.startsWith('Index') ? `${table} by ${index}` : `${type} ${table ?? ''}`, ...below];
}
