/** What a card says of itself: in its picture, on its page and in previews. */
import { optionPercents, optionRows } from '#lib/components/base/options.ts';
import { pointsAhead } from '#lib/components/leaderboard/points-ahead.ts';
import { formatCount, scorePoints } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { localized } from '#lib/i18n/text.ts';
import { kstDay } from '#lib/kst.ts';
import type { CardView, ForecastCard, ResultCard } from '#lib/types/card.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { leadText } from '../odds/sets.ts';
import { resultText } from './summary.ts';

/** "하늘의 예측", "어느 독자의 결과" */
export function cardTitle({ kind, handle }: CardView): string {
  if (handle === null) return kind === 'forecast' ? m.card_forecast_unnamed() : m.card_result_unnamed();
  return kind === 'forecast' ? m.card_forecast({ handle }) : m.card_result({ handle });
}

/** Headline of a card. */
export function cardHeadline(card: CardView, question: QuestionView): string {
  return card.kind === 'forecast' ? forecastHeadline(card, question) : resultHeadline(card, question);
}

function forecastHeadline({ permille }: ForecastCard, question: QuestionView): string {
  return leadText(question, permille) ?? optionPercents(optionRows(question), permille).join(' · ');
}

function resultHeadline({ score }: ResultCard, question: QuestionView): string {
  if (!score) return question.phase === 'annulled' ? m.card_annulled() : m.card_no_score();
  const { peerMicro, authorPeerMicro } = score;
  if (authorPeerMicro === null) return m.card_points({ points: scorePoints(peerMicro) });
  const { side, points } = pointsAhead({ peerMicro }, { peerMicro: authorPeerMicro });
  if (side === 'ahead') return m.card_beat_author();
  return side === 'level' ? m.card_level_author() : m.card_below_author({ points });
}

/** What became of the forecast since it was shared, or of the question; null where nothing did. */
export function cardState(card: CardView, question: QuestionView): string | null {
  const result = resultText(question);
  if (result !== null || card.kind === 'result') return result;
  if (card.state === 'standing') return null;
  return card.state === 'changed' ? m.card_changed() : m.card_withdrawn();
}

/** On which day the forecast was made. */
export function cardDay({ madeAt }: ForecastCard): string {
  return m.card_made_at({ day: kstDay(madeAt, getLocale()) });
}

interface Figure {
  label: string;
  value: string;
}

/** Scores of a result, each with its label; none where there is no score. */
export function cardFigures(card: CardView): Figure[] {
  if (card.kind === 'forecast' || !card.score) return [];
  const { peerMicro, authorPeerMicro, rank, ranked } = card.score;
  const figures = [{ label: m.card_mine_score(), value: m.card_score({ points: scorePoints(peerMicro) }) }];
  if (authorPeerMicro !== null)
    figures.push({ label: m.beside_author(), value: m.card_score({ points: scorePoints(authorPeerMicro) }) });
  if (rank !== null)
    figures.push({
      label: m.card_ranked({ ranked: formatCount(ranked) }),
      value: m.ranks_rank({ rank: formatCount(rank) }),
    });
  return figures;
}

/** The headline and the question in one line, for previews. */
export function cardSummary(card: CardView, question: QuestionView): string {
  return [cardHeadline(card, question), cardState(card, question), localized(question.title)]
    .filter(Boolean)
    .join(' · ');
}

/** Numbers of a forecast beside those of others: a column each, the person's first. */
export function cardColumns(
  { permille, isAuthor }: ForecastCard,
  { crowd, author }: QuestionView,
): { who: 'mine' | 'crowd' | 'author'; permille: readonly number[] | null }[] {
  return [
    { who: 'mine', permille },
    { who: 'crowd', permille: crowd.permille },
    ...(author && !isAuthor ? [{ who: 'author' as const, permille: author.permille }] : []),
  ];
}
