/** What a receipt says of a forecast: what it does to the odds, and where it stands beside others. */
import { picksOf } from '#lib/domain/seats.ts';
import { oddsPercent } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import type { EffectView, ReceiptView } from '#lib/types/receipt.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** The parts of the sentence, in order. */
export function receiptParts({ question, effect }: Pick<ReceiptView, 'question' | 'effect'>): string[] {
  // With no forecast but this one the crowd is no other people.
  const isAlone = effect.kind === 'counted' && effect.before === null;
  const parts = [effectText(question, effect), pickText(question), isAlone ? null : gapText(question)];
  return parts.filter((part) => part !== null);
}

/** "내 예측으로 SKT 71.4% → 71.8%": of the option that it moves most. */
function effectText({ options }: QuestionView, effect: EffectView): string | null {
  if (effect.kind !== 'counted') return null;
  const { before, after } = effect;
  if (before === null) return m.receipt_first();
  const i = furthest(before, after);
  const option = options[i];
  if (!option || before[i] === after[i]) return m.receipt_unmoved();
  return m.receipt_effect({
    option: localized(option.shortLabel),
    before: oddsPercent(before[i] ?? 0),
    after: oddsPercent(after[i] ?? 0),
  });
}

/** Whether the picks are the author's; null where somebody has none. */
function pickText({ mine, author, seats }: QuestionView): string | null {
  const [own, authors] = [mine, author].map((forecast) => forecast && picksOf(forecast.permille, seats));
  if (!own || !authors) return null;
  const same = own.filter((pick) => authors.includes(pick)).length;
  if (same === seats) return m.receipt_same_pick();
  return same === 0 ? m.receipt_other_pick() : m.receipt_some_picks({ count: same, seats });
}

/** The greatest difference to the crowd, in percentage points. */
function gapText({ mine, crowd }: QuestionView): string | null {
  if (!mine || !crowd.permille) return null;
  const i = furthest(mine.permille, crowd.permille);
  const points = Math.round(Math.abs((mine.permille[i] ?? 0) - (crowd.permille[i] ?? 0)) / 10);
  return points === 0 ? m.receipt_at_crowd() : m.receipt_gap({ points });
}

/** Index of the option on which two forecasts differ most. */
function furthest(a: readonly number[], b: readonly number[]): number {
  const gaps = a.map((value, i) => Math.abs(value - (b[i] ?? value)));
  return gaps.indexOf(Math.max(...gaps));
}
