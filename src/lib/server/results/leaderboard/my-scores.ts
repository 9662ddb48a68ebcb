// The score lines of one account in one version of a result, page by page.
import { zip } from '#lib/domain/zip.ts';
import type { ScoreLineView } from '#lib/types/resolution.ts';
import type { Db } from '../../platform/db/connect.ts';
import { isoOf } from '../../platform/db/sql.ts';
import {
  type LastForecastRecord,
  listLinesOf,
  readScores,
  type ScoreRecords,
  type StandingRecord,
} from './selects.ts';
import { calibration } from '#lib/domain/calibration.ts';
import type {
  CalibrationView,
  QuestionScoreView,
  StandingView,
  VersionScoreView,
} from '#lib/types/forecaster.ts';
import { rowOf } from './rows.ts';

interface LineRecord {
  fromAt: Date | string;
  untilAt: Date | string;
  permille: number[];
  peerMicro: number[];
  baselineMicro: number[];
}

/** One line per option of a forecast. */
function linesOf(line: LineRecord, options: readonly { slug: string }[]): ScoreLineView[] {
  const [from, until] = [isoOf(line.fromAt), isoOf(line.untilAt)];
  const points = zip(line.peerMicro, line.baselineMicro);
  return zip(zip(options, line.permille), points).map(
    ([[{ slug: option }, permille], [peerMicro, baselineMicro]]) => ({
      from,
      until,
      option,
      permille,
      peerMicro,
      baselineMicro,
    }),
  );
}

/**
 * Lines of the forecasts after a `seq`, in the order in which they began, and after which `seq` the next page begins; null
 * at the end.
 */
export async function linePage(
  db: Db,
  accountId: number,
  options: readonly { slug: string }[],
  page: Parameters<typeof listLinesOf>[2],
): Promise<{ lines: ScoreLineView[]; next: number | null }> {
  const records = await listLinesOf(db, accountId, page);
  return {
    lines: records.flatMap((record) => linesOf(record, options)),
    next: records.length < page.limit ? null : (records.at(-1)?.seq ?? null),
  };
}

// Scores of one account by resolution version and by score line, and its calibration. Scores are public; score lines are
// shown only on the account's own pages.

/** Fewest resolved options for a calibration chart; with fewer, shares are mostly chance. */
export const LEAST_ANSWERS = 20;

/**
 * Scores on every question with a result on which the account had forecast.
 *
 * @param mostLines of a version; a version with more has none of them here
 */
export async function scoresOf(
  db: Db,
  accountId: number,
  { mostLines = 0 } = {},
): Promise<QuestionScoreView[]> {
  return scoresFrom(await readScores(db, accountId, mostLines > 0 ? mostLines + 1 : 0), mostLines);
}

/** Scores by question from what `selectScores` read. */
export function scoresFrom(
  { versions, options, late, lines }: ScoreRecords,
  mostLines = 0,
): QuestionScoreView[] {
  const view = (record: VersionScoreRecord) =>
    versionOf(record, optionsOf(options, record.questionId), lines.filter(isOf(record)), mostLines);
  return versions
    .filter(({ questionId }, i) => questionId !== versions[i - 1]?.questionId)
    .map((first) => ({
      question: first.slug,
      title: { ko: first.titleKo, en: first.titleEn },
      options: optionsOf(options, first.questionId).map(({ slug, shortKo, shortEn }) => ({
        slug,
        shortLabel: { ko: shortKo, en: shortEn },
      })),
      latest: view(first),
      earlier: versions.filter((other) => other.questionId === first.questionId && other !== first).map(view),
      late: late.find(({ questionId }) => questionId === first.questionId)?.late ?? 0,
    }));
}

/** The account's row on the official leaderboard over all questions, from `selectStanding`; null before its first result. */
export function standingFrom([entry]: readonly StandingRecord[]): StandingView | null {
  return entry ? { row: rowOf(entry), ranked: entry.ranked } : null;
}

/** Calibration: share of options forecast at about x % that came true, using the last standing forecast per question. */
export function calibrationFrom(last: readonly LastForecastRecord[]): CalibrationView {
  const resolved = last.flatMap(({ permille, outcome }) =>
    permille.map((given, i) => ({ permille: given, cameTrue: outcome[i] === true })),
  );
  const answers = resolved.length;
  return { answers, bins: answers < LEAST_ANSWERS ? null : calibration(resolved) };
}

type VersionScoreRecord = ScoreRecords['versions'][number];
type OptionRecord = ScoreRecords['options'][number];
type Line = ScoreRecords['lines'][number];

function optionsOf(options: OptionRecord[], questionId: number): OptionRecord[] {
  return options.filter((option) => option.questionId === questionId);
}

function versionOf(
  record: VersionScoreRecord,
  options: OptionRecord[],
  lines: Line[],
  mostLines: number,
): VersionScoreView {
  const { version, publishedAt, knownAt, provisionalUntil, outcome, ranked } = record;
  return {
    version,
    publishedAt: isoOf(publishedAt),
    knownAt: knownAt && isoOf(knownAt),
    provisionalUntil: provisionalUntil && isoOf(provisionalUntil),
    outcome: outcome && Object.fromEntries(options.map(({ slug }, i) => [slug, outcome[i] === true])),
    score: scoreOf(record),
    ranked: ranked ?? 0,
    lines: lines.length > mostLines ? [] : lines.flatMap((line) => linesOf(line, options)),
    hasMoreLines: lines.length > mostLines,
  };
}

function scoreOf({
  peerMicro,
  baselineMicro,
  coverageMillionths,
  brierMillionths,
  rank,
}: VersionScoreRecord): VersionScoreView['score'] {
  if (peerMicro === null || baselineMicro === null || coverageMillionths === null) return null;
  return { peerMicro, baselineMicro, coverageMillionths, brierMillionths, rank };
}

function isOf({ questionId, version }: VersionScoreRecord) {
  return (line: Line) => line.questionId === questionId && line.version === version;
}
