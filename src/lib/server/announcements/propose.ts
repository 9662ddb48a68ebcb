// Everything that follows from an announcement, as it is proposed to the admin. No I/O.
import type {
  EditionProposal,
  NextRoundProposal,
  Proposal,
  QuestionProposal,
} from '#lib/types/announcement.ts';
import { kstDate, kstMinute } from '#lib/kst.ts';
import type { Announcement, Facts, QuestionFacts } from './announcement.ts';
import { newsOf } from './news.ts';
import { ofSurvivors, outcomeBy } from './outcome.ts';

/** Seats of the last stage, where no question asks about them. */
const LAST_SEATS = 2;

export function propose(facts: Facts, announcement: Announcement): Proposal {
  const final = newestFinal(facts);
  const questions = facts.questions
    // Nothing that opened later is decided by it.
    .filter(({ opensAt }) => opensAt <= announcement.knownAt)
    .filter((question) => isConcerned(question, facts, final))
    .flatMap((question) => proposalOf(question, facts, announcement, final) ?? []);
  const isDecided = (slug: string) => questions.some((each) => each.slug === slug && each.isProposed);
  // The older editions follow a final question that is decided.
  const leavesFinals = !final || !isDecided(final.slug);
  const goesOn = announcement.survivors.length > (final?.seats ?? LAST_SEATS);
  const nextRound = nextRoundOf(facts, announcement, goesOn);
  const edition = final && goesOn ? editionOf(final, facts, announcement) : null;
  return {
    questions,
    closings: facts.questions
      .filter((question) => isOpen(question, facts.now) && !isDecided(question.slug))
      .filter((question) => isConcerned(question, facts, final))
      .map(({ slug, title }) => ({ slug, title, isProposed: edition?.follows === slug })),
    news: facts.newsUrls.includes(announcement.url) ? null : newsOf(facts, announcement),
    edition,
    nextRound,
    obsolete:
      goesOn && leavesFinals ? facts.questions.filter((each) => isObsolete(each, facts)).map(named) : [],
    needsReason:
      questions.some(({ published, isProposed }) => published !== null && isProposed) ||
      changesRound(facts, announcement),
  };
}

/** A result of the last seats that no announcement of its own decided, where more companies go on than there are seats. */
function isObsolete({ kind, outcome, announcementRule, round }: QuestionFacts, facts: Facts): boolean {
  const isOfLater = round !== null && round > facts.round.number;
  return kind === 'final' && outcome !== null && announcementRule !== 'survivors' && !isOfLater;
}

const named = ({ slug, title }: QuestionFacts) => ({ slug, title });

export function isOpen({ closesAt, endsBy, version }: QuestionFacts, now: Date): boolean {
  return version === null && (closesAt === null || closesAt > now) && (endsBy === null || endsBy > now);
}

/** The final question with the newest field: its result also resolves the older editions. */
function newestFinal({ questions, round }: Facts): QuestionFacts | null {
  const finals = questions.filter(
    (each) => each.kind === 'final' && (each.round === null || each.round <= round.number),
  );
  return finals.toSorted((a, b) => b.id - a.id)[0] ?? null;
}

/** Questions of the round, those of no round, and the final question, which may have been opened in an earlier round. */
function isConcerned(question: QuestionFacts, { round }: Facts, final: QuestionFacts | null): boolean {
  if (question.kind === 'final') return question === final;
  return question.round === round.number || (question.round === null && question.version === null);
}

function proposalOf(
  question: QuestionFacts,
  { round }: Facts,
  announcement: Announcement,
  final: QuestionFacts | null,
): QuestionProposal | null {
  const { slug, title, seats, version, announcementRule } = question;
  const isOfRound = question.round === round.number;
  const rule = isOfRound ? announcementRule : null;
  const isFinal = question === final;
  const outcome = rule
    ? outcomeBy(question, announcement)
    : isFinal
      ? ofSurvivors(question, announcement.survivors)
      : null;
  const isContradicted =
    version !== null && outcome !== null && !isSame(question, outcome, announcement.knownAt);
  const isLast = isFinal && announcement.survivors.length <= seats;
  // A day or month stays when the result is corrected; an annulled question stays annulled.
  const followsSurvivors = rule === 'survivors' || rule === 'count' || (rule === null && isLast);
  const isChanged = isContradicted && question.outcome !== null && followsSurvivors;
  if (version !== null && !isChanged) return null;
  return {
    ...{ slug, title, seats, outcome },
    options: question.options.map((option) => ({ slug: option.slug, label: option.label })),
    isProposed: outcome !== null && (rule !== null || isLast),
    isFixed: rule === 'survivors' || isFinal,
    version: version ?? 0,
    published: question.outcome,
  };
}

function isSame({ outcome, knownAt }: QuestionFacts, proposed: boolean[], at: Date): boolean {
  return String(outcome) === String(proposed) && knownAt !== null && kstMinute(knownAt) === kstMinute(at);
}

/** Whether the round has a result that says otherwise. */
function changesRound({ round, entrants }: Facts, { survivors }: Announcement): boolean {
  if (round.resultOn === null) return false;
  return entrants.some(
    ({ company, outcome }) => outcome !== (survivors.includes(company) ? 'advanced' : 'eliminated'),
  );
}

function editionOf(final: QuestionFacts, facts: Facts, { survivors }: Announcement): EditionProposal | null {
  if (facts.followed.includes(final.slug)) return null;
  const { seats } = final;
  const field = final.options.map(({ company }) => company);
  const isSameField = field.length === survivors.length && survivors.every((slug) => field.includes(slug));
  if (isSameField && final.announcementRule !== 'survivors') return null;
  const round = facts.round.number + 1;
  const slug = ['', 'b', 'c', 'd'].map((letter) => `final-${round}${letter}`);
  const free = slug.find((each) => !facts.slugs.includes(each)) ?? `final-${round}e`;
  return { follows: final.slug, slug: free, round, entrants: survivors, seats };
}

function nextRoundOf(
  { round, nextRound }: Facts,
  { survivors, nextSeats }: Announcement,
  goesOn: boolean,
): NextRoundProposal | null {
  if (!nextRound && !goesOn && nextSeats === null) return null;
  const number = round.number + 1;
  const entering = survivors.filter((company) => !nextRound?.entrants.includes(company));
  const leaving = nextRound?.carried.filter((company) => !survivors.includes(company)) ?? [];
  const isSameField = entering.length === 0 && leaving.length === 0;
  if (nextRound && isSameField && (nextSeats === null || nextSeats === nextRound.seats)) return null;
  const title = nextRound?.title ?? { ko: `${number}차 평가`, en: `Evaluation ${number}` };
  return { number, title, isNew: !nextRound, seats: nextSeats, entering, leaving };
}

/** Day and time of the result, as rounds hold them. */
export function resultDay({ knownAt }: Announcement): { resultOn: string; resultTime: string } {
  return { resultOn: kstDate(knownAt), resultTime: kstMinute(knownAt).slice('YYYY-MM-DDT'.length) };
}
