import type { Db } from '#lib/server/platform/db/connect.ts';
import { prices } from '#lib/domain/market.ts';
import { toMicro } from '#lib/domain/micro.ts';
import { eventText, parseEvent, type TradedQuestion } from '#lib/server/market/trade.ts';
import { MarketKeeper, type OpeningOf } from '#lib/server/market/keeper.ts';
import { findBalance, listPositions } from '#lib/server/market/queries.ts';
import { MarketTrades } from '#lib/server/market/trades.ts';
import { STAKE_MICRO } from '#lib/server/market/book.ts';
import { v4Like } from './request-id.ts';
import { decide, type PlannedTrade, type Situation } from './traders.ts';

/** The highest price of a share, in micro-points: simulated traders see the price at which they trade. */
const ANY_PRICE = 1_000_000;

/** Trades of the replay, through the service that takes everybody's. */
export class Trading {
  readonly #db: Db;
  readonly #keeper: MarketKeeper;
  readonly #trades: MarketTrades;
  #placed = 0;

  /** @param openingOf the crowd's odds at the time of the replay */
  constructor(db: Db, openingOf: OpeningOf) {
    this.#db = db;
    this.#keeper = new MarketKeeper(db, openingOf);
    this.#trades = new MarketTrades(db, this.#keeper);
  }

  /** Trades as planned, if the prices of the moment call for it. */
  async place({ wish }: PlannedTrade, question: TradedQuestion, accountId: number): Promise<void> {
    const decision = decide(wish, await this.#situation(question, accountId));
    if (!decision) return;
    await this.#trades.place(question, {
      accountId,
      event: eventText(decision.event, question.options),
      amount: decision.amount,
      price: 'sell' in decision.amount ? 0 : ANY_PRICE,
      requestId: v4Like(this.#placed++),
    });
  }

  async #situation(question: TradedQuestion, accountId: number): Promise<Situation> {
    const { book } = await this.#keeper.state(question);
    const balance = await findBalance(this.#db, question.id, accountId);
    const positions = balance !== undefined ? await listPositions(this.#db, question.id, [accountId]) : [];
    return {
      prices: prices(book.market).map(toMicro),
      balance: balance ?? STAKE_MICRO,
      holdings: positions
        .map(({ event, shares }) => ({
          event: parseEvent(event, question.options, question.seats)!,
          shares,
        }))
        .sort((a, b) => b.shares - a.shares),
    };
  }
}
