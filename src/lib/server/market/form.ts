// The forms of a market: `event`, `spend` in points or `shares` to sell, the `price` that was shown, and `requestId`.
import * as v from 'valibot';
import { MICRO } from '#lib/domain/micro.ts';
import { once, parsed, type Read, readForm, requestId, rule, type Typed } from '../http/fields.ts';
import {
  eventText,
  type NewTrade,
  parseEvent,
  parsePoints,
  parsePrice,
  parseShares,
  type TradedQuestion,
} from './trade.ts';
import { LEAST_SPEND } from './apply.ts';

type TradeRequest = Omit<NewTrade, 'accountId'>;

/** Reads the form of a purchase. */
export function readPurchase(typed: Typed, question: TradedQuestion): Read<TradeRequest> {
  const schema = v.object({ event: event(question), spend, price, requestId });
  return mapValues(readForm(schema, typed), ({ spend: points, ...rest }) => ({
    ...rest,
    amount: { spend: points },
  }));
}

/** Reads the form of a sale. */
export function readSale(typed: Typed, question: TradedQuestion): Read<TradeRequest> {
  const schema = v.object({ event: event(question), shares, price, requestId });
  return mapValues(readForm(schema, typed), ({ shares: sell, ...rest }) => ({ ...rest, amount: { sell } }));
}

/** Reads the request for a quote: of a sale where `shares` was sent, else of a purchase. */
export function readQuote(
  typed: Typed,
  question: TradedQuestion,
): Read<{ event: string; amount: { spend: number } | { sell: number | 'all' } }> {
  if (typed['shares']) {
    const read = readForm(v.object({ event: event(question), shares }), typed);
    return mapValues(read, ({ event: name, shares: sell }) => ({ event: name, amount: { sell } }));
  }
  const read = readForm(v.object({ event: event(question), spend }), typed);
  return mapValues(read, ({ event: name, spend: points }) => ({ event: name, amount: { spend: points } }));
}

function mapValues<From, To>(read: Read<From>, change: (values: From) => To): Read<To> {
  return read.errors ? read : { values: change(read.values), errors: null };
}

function event({ options, seats }: TradedQuestion) {
  const named = (text: string) => {
    const parsedEvent = parseEvent(text, options, seats);
    return parsedEvent && eventText(parsedEvent, options);
  };
  return v.pipe(once, v.nonEmpty('missing-event'), parsed(named, 'unknown-choice'));
}

const spend = v.pipe(
  once,
  v.nonEmpty('missing-points'),
  parsed(parsePoints, 'not-points'),
  rule((points) => (points < LEAST_SPEND ? 'trade-too-small' : null)),
);

const shares = v.pipe(
  once,
  v.nonEmpty('missing-shares'),
  parsed((text): number | 'all' | null => (text === 'all' ? text : parseShares(text)), 'not-shares'),
  rule((number) => (number === 0 ? 'not-shares' : null)),
);

/** The highest price of a share is a point. */
const price = v.pipe(
  once,
  parsed(parsePrice, 'not-a-price'),
  rule((points) => (points > MICRO ? 'not-a-price' : null)),
);
