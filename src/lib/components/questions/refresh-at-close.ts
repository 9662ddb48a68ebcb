import { PageRefresh } from '#lib/components/base/page-refresh.ts';
import { endOfForecasting } from '#lib/domain/question.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** Pages of visitors are served up to a second old; all open pages load anew, so they must not come at once. */
const AFTER_CLOSE = { from: 1_500, to: 10_000 };
/** The longest delay that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

type Timed = Pick<QuestionView, 'phase' | 'opensAt' | 'closesAt' | 'endsBy'>;

/**
 * Loads the page anew once the next of its questions has opened or closed. Counts from the server's clock when the page was
 * made, because the reader's may be wrong.
 *
 * @param now the server's clock, ISO 8601
 * @returns how to stop; made for `$effect`
 */
export function refreshAtClose(questions: readonly Timed[], now: string): () => void {
  const next = questions
    .map(nextChange)
    .filter((at) => at !== null)
    .sort()[0];
  if (next === undefined) return () => {};
  const madeAt = Date.now();
  const leftMs = () => Date.parse(next) - Date.parse(now) - (Date.now() - madeAt);
  const refresh = new PageRefresh();
  let timer: ReturnType<typeof setTimeout>;
  const check = () => {
    clearTimeout(timer);
    const left = leftMs();
    if (left <= 0) refresh.soon(AFTER_CLOSE);
    else timer = setTimeout(check, Math.min(left, LONGEST_MS));
  };
  check();
  // Timers stand still while a phone sleeps.
  document.addEventListener('visibilitychange', check);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', check);
  };
}

function nextChange({ phase, opensAt, closesAt, endsBy }: Timed): string | null {
  if (phase === 'upcoming') return opensAt;
  return phase === 'open' ? endOfForecasting(closesAt, endsBy) : null;
}
