// What is drawn of a question's odds over time. Pure.
import { type NumberedEvent, numberEvents } from './event-marks.ts';
import { type Series, seriesOf, type Span, spanOf } from './series.ts';
import type { PricePointView } from '#lib/types/market.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { ForecastStepView } from '#lib/types/odds.ts';
import type { CrowdPointView, CrowdView, LogEntryView, QuestionView } from '#lib/types/question.ts';

/** What the page of a question knows of its odds. */
interface KnownOdds {
  question: Pick<QuestionView, 'resolution' | 'phase' | 'closesAt' | 'endsBy'>;
  /** The newest. */
  crowd: CrowdView;
  /** Oldest first. */
  history: readonly CrowdPointView[];
  authorLog: ForecastStepView[];
  /** The reader's own, newest first; empty where the reader is the author. */
  log: readonly LogEntryView[];
  /** Of the market, oldest first. */
  prices?: readonly PricePointView[];
  /** Newest first. */
  events: readonly EventView[];
  /** ISO instant. */
  now: string;
}

export interface OddsDrawing {
  /** Empty while nobody has forecast. */
  series: Series[];
  span: Span;
  /** On its axis. */
  events: NumberedEvent[];
}

export function drawingOf(known: KnownOdds): OddsDrawing {
  const { authorLog, log, events, prices = [] } = known;
  const history = withNewest(known);
  const hasAny = history.length > 0 || prices.length > 0;
  const series = hasAny ? seriesOf(history, authorLog, log.toReversed(), prices) : [];
  const span = spanOf(series, Date.parse(endOf(known)));
  return { series, span, events: series.length > 0 ? numberEvents(events, span) : [] };
}

/** Points are kept once a minute: what the page shows above is the newest of them all the same. */
function withNewest({ crowd, history }: KnownOdds): CrowdPointView[] {
  const isNewer = crowd.at > (history.at(-1)?.at ?? '') && (crowd.permille || history.length > 0);
  return isNewer ? [...history, crowd] : [...history];
}

/** When the odds ended: with the result, else with the close, else not yet. */
function endOf({ question: { resolution, phase, closesAt, endsBy }, now }: KnownOdds): string {
  if (resolution) return resolution.knownAt ?? resolution.publishedAt;
  return (phase === 'closed' && (closesAt ?? endsBy)) || now;
}
