// The latest result as home shows it for two weeks: what happened, how everybody had seen it, and what the reader earned.
import { DAY_MS } from '#lib/kst.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { RecentResultView } from '#lib/types/recent-result.ts';
import type { Db } from '../../platform/db/connect.ts';
import { moveUp, whoIs } from '../leaderboard/rows.ts';
import type { CataloguedQuestion } from '../../questions/catalogue.ts';
import type { Moment } from '../../questions/moment.ts';
import type { Reader } from '../../questions/moment-queries.ts';
import { type Counted, readForAccount, readForAll } from './recent-queries.ts';

/** How long home shows a result after its first publication, and an annulment after its own. */
const SHOWN_DAYS = 14;

/**
 * The result with which home opens: of the latest question about companies, else of any scored question; an annulment of a
 * result only where there is no result of that kind. Null where nothing was published for two weeks.
 */
export function findRecent({ catalogue, now }: Moment): CataloguedQuestion | null {
  const recent = catalogue.questions.filter(({ row }) => row.scored && isRecent(row, now));
  return recent.toSorted((a, b) => compare(a, b))[0] ?? null;
}

type Row = CataloguedQuestion['row'];

function isRecent({ version, outcome, publishedAt, firstPublishedAt }: Row, now: Date): boolean {
  if (version === null) return false;
  // An annulment without a result before takes nothing back.
  if (outcome === null && version === 1) return false;
  const shownFrom = outcome === null ? publishedAt : firstPublishedAt;
  return shownFrom !== null && now.getTime() - shownFrom.getTime() < SHOWN_DAYS * DAY_MS;
}

/** Most important first: kind, result or annulment, day, the last seats, the newest edition. */
function compare({ row: a }: CataloguedQuestion, { row: b }: CataloguedQuestion): number {
  const at = ({ knownAt, publishedAt }: Row) => (knownAt ?? publishedAt)!.getTime();
  return (
    Number(isAboutRound(b)) - Number(isAboutRound(a)) ||
    Number(b.outcome !== null) - Number(a.outcome !== null) ||
    at(b) - at(a) ||
    Number(b.kind === 'final') - Number(a.kind === 'final') ||
    b.id - a.id
  );
}

function isAboutRound({ kind }: Row): boolean {
  return kind === 'final' || kind === 'advance';
}

/**
 * The recent result for a reader; null without one. Sends a query for an account, and one for everybody once after each
 * change of the catalogue.
 *
 * @param db the primary database: scores must be there that the catalogue knows of
 * @param questions as of the moment
 */
export async function recentResult(
  db: Db,
  moment: Moment,
  questions: readonly QuestionView[],
  { accountId, hasAuthor }: Reader,
): Promise<RecentResultView | null> {
  const recent = findRecent(moment);
  const question = questions.find(({ slug }) => slug === recent?.row.slug);
  if (!recent || !question?.resolution) return null;
  const counted = countedIn(recent.row);
  const [all, own] = await Promise.all([
    counted && forAll(db, recent, counted),
    counted && accountId !== null ? readForAccount(db, counted, accountId) : null,
  ]);
  const author = hasAuthor ? all?.authorScore[0] : undefined;
  const score = own?.score[0];
  const { slug, title, kind, phase, options, seats, resolution } = question;
  return {
    question: { slug, title, kind, phase, options, seats, resolution },
    reasons: reasonsFor(recent, moment),
    // Without a minute of odds before the result, those of the forecasts that stand.
    crowd: (all?.crowd[0] ?? question.crowd).permille,
    author: hasAuthor ? (all?.author[0]?.permille ?? null) : null,
    authorPeerMicro: author?.peerMicro ?? null,
    mine: own && score ? mineOf(own.last[0]?.permille ?? null, moveUp(score, all?.leftOut ?? [])) : null,
    ranked: (all?.last[0]?.place ?? 0) - (all?.leftOut.length ?? 0),
  };
}

/** Null where the question is annulled. */
function countedIn({ id, version, knownAt, closesAt }: Row): Counted | null {
  if (version === null || knownAt === null) return null;
  return { questionId: id, version, until: closesAt && closesAt < knownAt ? closesAt : knownAt };
}

type ForAll = Awaited<ReturnType<typeof readForAll>>;

/** By question of the catalogue, which is another object after each change of what everybody sees. */
const known = new WeakMap<CataloguedQuestion, Promise<ForAll>>();

function forAll(db: Db, question: CataloguedQuestion, counted: Counted): Promise<ForAll> {
  const before = known.get(question);
  if (before) return before;
  const read = readForAll(db, counted);
  known.set(question, read);
  read.catch(() => known.delete(question));
  return read;
}

type OwnScore = Awaited<ReturnType<typeof readForAccount>>['score'][number];

function mineOf(permille: number[] | null, score: OwnScore): NonNullable<RecentResultView['mine']> {
  const { peerMicro, rank } = score;
  return { permille, peerMicro, rank, who: whoIs(score) };
}

/** Why companies of the round went out, by company. */
function reasonsFor({ row }: CataloguedQuestion, { catalogue }: Moment): RecentResultView['reasons'] {
  const round = catalogue.contest.rounds.find(({ number }) => number === row.roundNumber);
  return Object.fromEntries(
    (round?.entrants ?? []).flatMap(({ company, shortReason, reason }) => {
      const said = shortReason ?? reason;
      return said ? [[company, said]] : [];
    }),
  );
}
