// The board of markets: who gained most points, apart from who forecast best.
import type { MarketBoardView, TraderRow } from '#lib/types/market.ts';
import { limitConcurrency } from '../platform/concurrency.ts';
import type { Db } from '../platform/db/connect.ts';
import { whoIs } from '../results/leaderboard/rows.ts';
import { type BoardRequest, MOST_FOUND, NEAR_ROWS, pageOf } from '../results/leaderboard/service.ts';
import { readTraders, type TraderRecord } from './board-queries.ts';
import { STAKE_MICRO } from './book.ts';

/** Ranking 20,000 traders takes the database 0.1 s. A crowd at this board waits here, not on the connections of other pages. */
const oneAtATime = limitConcurrency(1, 40);

/**
 * Points that each trader gained over all settled markets, in standard competition ranking: a page of it, or whom
 * a search finds.
 *
 * @throws BusyError where forty requests wait already
 */
export async function marketBoard(db: Db, request: BoardRequest): Promise<MarketBoardView> {
  const { accountId, hasAuthor, search } = request;
  const asked = pageOf(request, Infinity);
  const wanted = { ...asked, around: NEAR_ROWS, accountId, search, mostFound: MOST_FOUND };
  const read = await oneAtATime(() => readTraders(db, STAKE_MICRO, wanted));
  const { from, to, ...paging } = pageOf(request, read.ranked);
  if (paging.page < asked.page) return marketBoard(db, { ...request, page: paging.page });
  const traders = (read.traders ?? []).filter(({ isAuthor }) => hasAuthor || !isAuthor);
  const isOnPage = ({ place }: TraderRecord) => place !== null && place >= from && place <= to;
  const mine = traders.find((trader) => trader.accountId === accountId);
  return {
    ...paging,
    settled: read.settled,
    ranked: read.ranked,
    rows: (search ? foundIn(traders) : traders.filter(isOnPage)).map(rowOf),
    near: search ? [] : traders.filter((trader) => trader.place !== null && !isOnPage(trader)).map(rowOf),
    references: traders.filter(({ isAuthor }) => isAuthor).map(rowOf),
    mine: mine ? rowOf(mine) : null,
  };
}

function foundIn(traders: readonly TraderRecord[]): TraderRecord[] {
  return traders.filter(({ found }) => found !== null).toSorted((a, b) => a.found! - b.found!);
}

function rowOf(trader: TraderRecord): TraderRow {
  const { handle, rank, place, points, markets } = trader;
  return { handle, who: whoIs(trader), rank, place, points, markets };
}
