// Settlement of a market by a version of the question's result, in the transaction that publishes it.
import type { Transaction } from 'kysely';
import { payout } from '#lib/domain/market-settlement.ts';
import { toMicro } from '#lib/domain/micro.ts';
import type { DB } from '../platform/db/schema.generated.ts';
import { MarketBook, STAKE_MICRO } from './book.ts';
import { parseEvent } from './trade.ts';
import { insertAnnulled, insertSettled } from './settlement-queries.ts';
import { findMarket, listHoldings } from './queries.ts';

/**
 * Writes the balance of every trader with what its shares pay, rounded down; after an annulment everybody's stake. Earlier
 * versions stay on record.
 *
 * @param outcome whether each option came true; null annuls
 */
export async function settle(
  tx: Transaction<DB>,
  { id, options, seats }: { id: number; options: readonly { slug: string }[]; seats: number },
  version: number,
  outcome: readonly boolean[] | null,
): Promise<void> {
  if (!(await findMarket(tx, id))) return;
  if (outcome === null) {
    await insertAnnulled(tx, id, version, STAKE_MICRO);
    return;
  }
  const slugs = options.map(({ slug }) => slug);
  const { market } = MarketBook.open(slugs.length, seats, null);
  const events = (await listHoldings(tx, id)).map(({ event }) => event);
  const pays = events.map((event) => toMicro(payout(market, parseEvent(event, slugs, seats)!, outcome)));
  await insertSettled(tx, id, version, events, pays);
}
