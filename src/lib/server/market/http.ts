import { QuestionNotFoundError } from '../platform/errors.ts';
import { hasMarket, marketView } from './view.ts';
import type { MarketView } from '#lib/types/market.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { TradedQuestion } from './trade.ts';
import * as questions from '../questions/service.ts';
import { fieldOf } from '../forecasts/http.ts';
import { momentFor } from '../questions/http.ts';

/** The market of a question that the page shows; null where it has none, or none that a reader could still open. */
export async function marketBeside(locals: App.Locals, question: QuestionView): Promise<MarketView | null> {
  const { slug, seats } = question;
  const { row } = questions.find(await momentFor(locals), slug);
  const traded = { id: row.id, slug, seats, options: question.options.map((option) => option.slug) };
  if (!hasMarket({ ...traded, scored: question.scored })) return null;
  const view = marketView(await locals.app.markets.state(traded), traded);
  // Only the prices are shown.
  return view.trades > 0 || question.phase === 'open' ? { ...view, sets: [] } : null;
}

/** The question of an address with a market. @throws QuestionNotFoundError, also where it has none */
export async function marketQuestion(locals: App.Locals, slug: string): Promise<TradedQuestion> {
  const { row, content } = questions.find(await momentFor(locals), slug);
  const options = content.options.map((option) => option.slug);
  if (!hasMarket({ ...row, options })) throw new QuestionNotFoundError(slug);
  return { id: row.id, slug, seats: row.seats, options };
}

/**
 * What trades on a question choose among, from the keeper's memory as for forecasts: a trade costs no query of its own.
 * Whether the question is scored is for the database to say.
 *
 * @throws QuestionNotFoundError, also where more sets can survive than a market has
 */
export async function tradedQuestion(app: App.Locals['app'], slug: string): Promise<TradedQuestion> {
  const { id, seats, options } = await fieldOf(app, slug);
  if (!hasMarket({ scored: true, seats, options })) throw new QuestionNotFoundError(slug);
  return { id, slug, seats, options };
}
