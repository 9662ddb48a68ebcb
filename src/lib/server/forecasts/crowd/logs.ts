import type { ForecastStepView } from '#lib/types/odds.ts';
import type { CrowdPointView, LogEntryView } from '#lib/types/question.ts';
import type { CachedHistories } from './history.ts';
import type { Db } from '../../platform/db/connect.ts';
import { isoOf } from '../../platform/db/sql.ts';
import { LOG_PAGE } from '../service.ts';
import { readLogs } from './log-queries.ts';
import type { Reader } from '../../questions/moment-queries.ts';

/** Over time, as the page of a question shows them. */
interface QuestionLogs {
  /** The odds, oldest first. */
  history: CrowdPointView[];
  /** The author's forecasts, oldest first. */
  author: ForecastStepView[];
  /** The newest of the reader's own, newest first. */
  own: LogEntryView[];
  hasOlder: boolean;
}

/** @param most limit of points of the history */
export async function logsOf(
  db: Db,
  histories: CachedHistories,
  question: { id: number },
  { accountId, hasAuthor }: Reader,
  most: number,
): Promise<QuestionLogs> {
  const { lastPointAt, author, own = [] } = await readLogs(db, question.id, accountId);
  return {
    history: await histories.read(db, question, most, lastPointAt),
    author: hasAuthor ? author.map(dated) : [],
    own: own.map(dated),
    hasOlder: own.length === LOG_PAGE,
  };
}

function dated<Row extends { madeAt: string }>(row: Row): Row {
  return { ...row, madeAt: isoOf(row.madeAt) };
}
