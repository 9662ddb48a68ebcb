// The board of markets: who gained most points, apart from who forecast best.
import type { MarketBoardView, TraderRow } from '#lib/types/market.ts';
import type { Db } from '../db/connect.ts';
import { whoIs } from '../leaderboard/rows.ts';
import { type BoardRequest, MOST_FOUND, NEAR_ROWS, pageOf } from '../leaderboard/service.ts';
import { readTraders, type TraderRecord } from './board-queries.ts';
import { STAKE_MICRO } from './book.ts';

/** Points that each trader gained over all settled markets, in standard competition ranking: a page of it, or whom a search finds. */
export async function marketBoard(db: Db, request: BoardRequest): Promise<MarketBoardView> {
  const { accountId, hasAuthor, search } = request;
  const asked = pageOf(request, Infinity);
  const read = await readTraders(db, STAKE_MICRO, {
    ...asked,
    ...{ around: NEAR_ROWS, accountId, search, mostFound: MOST_FOUND },
  });
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
