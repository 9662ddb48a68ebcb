import { fail, redirect } from '@sveltejs/kit';
import {
  NotEnoughPointsError,
  NotEnoughSharesError,
  PriceMovedError,
  RequestIdTakenError,
  TooManyRequestsError,
  TradeTooSmallError,
} from '#lib/server/platform/errors.ts';
import type { FieldErrors, Read, Typed } from '#lib/server/http/fields.ts';
import { refusalOf } from '#lib/server/http/errors.ts';
import { typedBy } from '#lib/server/http/form.ts';
import { tradedQuestion } from '#lib/server/market/http.ts';
import { messagesOf } from '#lib/server/http/messages.ts';
import { readPurchase, readSale } from '#lib/server/market/form.ts';
import type { NewTrade, TradedQuestion } from '#lib/server/market/trade.ts';
import { TRADES_PER_DAY } from '#lib/server/market/apply.ts';
import type { TradeForm } from '#lib/types/market.ts';
import type { RequestEvent } from './$types';

/** Spends points on shares, at the price that was shown or a better one. */
export function buy(event: RequestEvent) {
  return place(event, readPurchase);
}

/** Sells shares, at the price that was shown or a better one. */
export function sell(event: RequestEvent) {
  return place(event, readSale);
}

async function place(
  event: RequestEvent,
  read: (typed: Typed, question: TradedQuestion) => Read<Omit<NewTrade, 'accountId'>>,
) {
  const { locals, params, url } = event;
  const question = await tradedQuestion(locals.app, params.slug);
  const typed = await typedBy(event);
  const form = echo(typed);
  const { values, errors } = read(typed, question);
  if (errors) return sendBack(400, form, errors);
  const trade = { ...values, accountId: locals.account!.id };
  const placed = await locals.app.trades
    .place(question, trade)
    .catch((error: unknown) => refuse(event, form, error));
  if ('status' in placed) return placed;
  redirect(303, `${url.pathname}?traded=${placed.seq}#traded`);
}

function refuse(event: RequestEvent, form: TradeForm, error: unknown) {
  const { status, errors } = refusalOf(event, error);
  if (error instanceof NotEnoughPointsError || error instanceof NotEnoughSharesError)
    return sendBack(status, form, notEnough(error));
  if (error instanceof TradeTooSmallError)
    return sendBack(status, form, { [form.shares === '' ? 'spend' : 'shares']: { code: 'trade-too-small' } });
  if (error instanceof PriceMovedError)
    return sendBack(status, form, { price: { code: 'price-moved', got: error.averagePrice, limit: 0 } });
  if (error instanceof TooManyRequestsError)
    return sendBack(status, form, { form: { code: 'trade-limit', got: 0, limit: TRADES_PER_DAY } });
  // The next press is another trade.
  if (error instanceof RequestIdTakenError)
    return sendBack(status, { ...form, requestId: crypto.randomUUID() }, errors);
  return sendBack(status, form, errors);
}

/** What is wrong with the field of an amount that is more than there is. */
export function notEnough(error: NotEnoughPointsError | NotEnoughSharesError): FieldErrors {
  return error instanceof NotEnoughPointsError
    ? { spend: { code: 'not-enough-points', got: 0, limit: error.balance } }
    : { shares: { code: 'not-enough-shares', got: 0, limit: error.held } };
}

/** Far longer than any amount. */
const LONGEST_ECHO = 100;

function echo(typed: Typed): TradeForm {
  const text = (name: string) => (typed[name]?.[0] ?? '').slice(0, LONGEST_ECHO);
  return {
    event: text('event'),
    spend: text('spend'),
    shares: text('shares'),
    requestId: text('requestId'),
    errors: {},
  };
}

function sendBack(status: number, form: TradeForm, errors: FieldErrors) {
  return fail(status, { form: { ...form, errors: messagesOf(errors) } });
}
