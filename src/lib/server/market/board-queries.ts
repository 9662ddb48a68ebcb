import { type Selectable, sql } from 'kysely';
import type { Db } from '../platform/db/connect.ts';
import { HANDLE_ORDER, prefixPattern } from '../platform/db/sql.ts';
import type { Account } from '../platform/db/schema.generated.ts';

/** A trader on the board of markets, or who else is shown there. */
export interface TraderRecord {
  accountId: number;
  handle: string;
  isAuthor: boolean;
  isAdmin: boolean;
  excludedAt: string | null;
  crowdWeight: Selectable<Account>['crowdWeight'];
  /** Null out of rank. */
  rank: number | null;
  place: number | null;
  /** Gained over all settled markets, in micro-points. */
  points: number;
  markets: number;
  /** Its number among those whose handle was searched for; null where it was not found. */
  found: number | null;
}

interface Wanted {
  from: number;
  to: number;
  /** Places above and below the account's that are read, too. */
  around: number;
  accountId: number | null;
  /** Prefix of handles; empty for none. */
  search: string;
  /** Most rows that a search finds. */
  mostFound: number;
}

/**
 * What everybody gained over all settled markets by the latest version of each result: the rows of some places, of an
 * account with its neighbours, of the author and of whom a search finds, by place and then those out of rank.
 *
 * @param stake what everybody starts a market with, in micro-points
 */
export async function readTraders(db: Db, stake: number, wanted: Wanted) {
  const { from, to, around, accountId, search, mostFound } = wanted;
  const { rows } = await sql<{ ranked: number; settled: number; traders: TraderRecord[] | null }>`
    with counted as (
      select latest.question_id, latest.version
        from (select distinct on (question_id) question_id, version, outcome
                from resolution order by question_id, version desc) latest
        join market using (question_id)
       where latest.outcome is not null and market.version > 0
    ), sums as (
      select account_id, sum(s.balance - ${stake}::bigint)::bigint as points, count(*)::int as markets
        from market_settlement s join counted using (question_id, version)
       group by account_id
    ), flagged as (
      select sums.*, not is_excluded_from_ranking(a) as is_ranked, a.is_author
        from sums join account a on a.id = account_id
    ), placed as materialized (
      select account_id, points, markets, is_author,
             case when is_ranked then rank() over (partition by is_ranked order by points desc) end as rank,
             case when is_ranked
                  then row_number() over (partition by is_ranked order by points desc, account_id) end as place
        from flagged
    ), mine as (
      select place from placed where account_id = ${accountId}::int
    ), found as (
      select a.id as account_id, row_number() over (order by ${HANDLE_ORDER}) as found
        from account a
       where ${search} <> '' and handle_key like ${prefixPattern(search)}
         and exists (select from market_settlement s join counted using (question_id, version) where s.account_id = a.id)
       order by ${HANDLE_ORDER} limit ${mostFound}
    ), shown as (
      select *
        from placed left join found using (account_id)
       where found is not null or place between ${from} and ${to} or account_id = ${accountId}::int or is_author
          or place between (select place from mine) - ${around}::int and (select place from mine) + ${around}::int
    )
    select (select count(*) from placed where place is not null)::int as ranked,
           (select count(*) from counted)::int as settled,
           (select json_agg(json_build_object(
                     'accountId', account_id, 'handle', a.handle, 'isAuthor', a.is_author, 'isAdmin', a.is_admin,
                     'excludedAt', a.excluded_at, 'crowdWeight', a.crowd_weight, 'rank', rank, 'place', place,
                     'points', points, 'markets', markets, 'found', found) order by place, points desc)
              from shown join account a on a.id = account_id) as traders
  `.execute(db);
  return rows[0]!;
}
