// How PostgreSQL reads a board of a million entries: by index in every query of the service. Exits with 1 where it does not.
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { DB } from '#lib/server/platform/db/schema.generated.ts';
import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import { withBenchDatabase } from './database.ts';

const ENTRIES = 1_000_000;
/** Of the rows of one statement, which has a time limit. */
const BATCH = 50_000;
const MY_PLACE = 777_777;
const EXCLUDED = 1_000;

/** A board with everybody on it. @returns the account on my place */
async function fillBoard(db: Db): Promise<number> {
  await sql`insert into board (kind, edition, ranked, questions) values ('all', 1, ${ENTRIES}, 1)`.execute(
    db,
  );
  for (let from = 1; from <= ENTRIES; from += BATCH) {
    await sql`
      with person as (
        insert into account (handle) select 'sim_' || i from generate_series(${from}::int, ${from + BATCH - 1}::int) i
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
    insert into account (handle, excluded_at) select 'out_' || i, now() from generate_series(1, ${EXCLUDED}::int) i
  `.execute(db);
  await sql`analyze account, board_entry`.execute(db);
  const mine = db.selectFrom('boardEntry').select('accountId').where('place', '=', MY_PLACE);
  return (await mine.executeTakeFirstOrThrow()).accountId;
}

/** How each query on the entries of a board is run: every table with the index by which it is read. */
async function plansOf(pool: pg.Pool, request: leaderboard.BoardRequest): Promise<string[]> {
  const queries: { sql: string; parameters: readonly unknown[] }[] = [];
  const logging = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void queries.push(query),
  });
  await leaderboard.board(logging, 'all', request);
  const onEntries = queries.filter((query) => query.sql.includes('"board_entry"'));
  const plans = onEntries.map(async (query) => {
    const explain = `explain (format json) ${query.sql}`;
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(explain, [...query.parameters]);
    return readsOf(rows[0]!['QUERY PLAN'][0].Plan).toSorted().join(' + ');
  });
  return (await Promise.all(plans)).toSorted();
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

const WITHOUT_READING = ['Limit', 'Nested Loop', 'Memoize'];

function readsOf(plan: Plan): string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, Plans: inner = [] } = plan;
  const below = inner.flatMap(readsOf);
  if (WITHOUT_READING.includes(type)) return below;
  return [type.startsWith('Index') ? `${table} by ${index}` : `${type} ${table ?? ''}`, ...below];
}

const PAGE = 'account by account_pkey + board_entry by board_entry_place';
const MINE = 'account by account_pkey + board_entry by board_entry_pkey';
const AUTHOR = 'account by account_one_author + board_entry by board_entry_pkey';
const FOUND = 'account by account_handle_prefix + board_entry by board_entry_pkey';

await withBenchDatabase(async ({ app, owner }) => {
  const accountId = await fillBoard(owner.db);
  const requests: [what: string, request: Partial<leaderboard.BoardRequest>, plans: string[]][] = [
    ['the first page', {}, [PAGE]],
    ['page 5,000', { page: 5_000 }, [PAGE]],
    ['my rank', { accountId }, [MINE, PAGE]],
    ['the author', { hasAuthor: true }, [AUTHOR, PAGE]],
    ['a search by handle', { search: 'Sim_7' }, [FOUND]],
    ['a prefix that everybody has', { search: 's' }, [FOUND]],
  ];
  for (const [what, request, promised] of requests) {
    const began = performance.now();
    const plans = await plansOf(app.pool, {
      page: 1,
      search: '',
      accountId: null,
      hasAuthor: false,
      ...request,
    });
    const isPromised = JSON.stringify(plans) === JSON.stringify(promised);
    if (!isPromised) process.exitCode = 1;
    const ms = (performance.now() - began).toFixed(0);
    console.log(`${what.padEnd(30)} ${ms.padStart(6)} ms   ${isPromised ? 'by index' : plans.join(', ')}`);
  }
  const request = { page: 5_000, search: '', accountId, hasAuthor: true };
  const { mine, rows, pages } = await leaderboard.board(app.db, 'all', request);
  const isRight = mine?.rank === MY_PLACE && rows[0]?.rank === 499_901 && pages === 10_000;
  if (!isRight) process.exitCode = 1;
  console.log(`my rank and page of a million: ${isRight ? 'right' : 'WRONG'}`);
});
