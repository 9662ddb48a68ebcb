// Which outcome of a question follows from an announcement, by the rule that is stored with the question. No I/O.
import { kstDate, kstMinute } from '#lib/kst.ts';
import { type Announcement, type Facts, newsOf, type QuestionFacts } from './announcement.ts';
import type {
  EditionProposal,
  NextRoundProposal,
  Proposal,
  QuestionProposal,
} from '#lib/types/announcement.ts';

const MONTH = /^\d{4}-\d{2}$/;

/** @returns null where it does not follow: the admin must say */
export function outcomeBy(
  question: QuestionFacts,
  { survivors, knownAt }: Pick<Announcement, 'survivors' | 'knownAt'>,
): boolean[] | null {
  switch (question.announcementRule) {
    case 'survivors':
      return ofSurvivors(question, survivors);
    case 'count':
      return oneOf(question, indexByCount(question, survivors.length, knownAt));
    case 'day':
      return oneOf(question, indexOfSlug(question, isInTime(question, knownAt) ? 'yes' : 'no'));
    case 'month':
      return oneOf(question, indexByMonth(question, kstDate(knownAt).slice(0, 'YYYY-MM'.length)));
    case null:
      return null;
  }
}

/** An option is true when its company goes on. */
function ofSurvivors({ options }: Pick<QuestionFacts, 'options'>, survivors: readonly string[]): boolean[] {
  return options.map(({ company }) => company !== null && survivors.includes(company));
}

function oneOf({ options }: QuestionFacts, index: number): boolean[] | null {
  return index < 0 || index >= options.length ? null : options.map((_, i) => i === index);
}

function indexOfSlug({ options }: QuestionFacts, slug: string): number {
  return options.findIndex((option) => option.slug === slug);
}

function isInTime({ closesAt, endsBy }: QuestionFacts, knownAt: Date): boolean {
  const end = closesAt ?? endsBy;
  return end === null || knownAt < end;
}

/**
 * The option whose short label says that many: "2곳", "0~1곳", "3곳 이상". After the close it is the option without a number, which
 * stands for no announcement in time.
 */
function indexByCount(question: QuestionFacts, count: number, knownAt: Date): number {
  const ranges = question.options.map(({ label }) => rangeOf(label.ko));
  if (!isInTime(question, knownAt)) return ranges.indexOf(null);
  return ranges.findIndex((range) => range !== null && range.from <= count && count <= range.until);
}

function rangeOf(label: string): { from: number; until: number } | null {
  const [, first, last, above] = /^(\d+)(?:[~∼-](\d+))?곳( 이상)?/.exec(label) ?? [];
  if (first === undefined) return null;
  return { from: Number(first), until: above ? Infinity : Number(last ?? first) };
}

/** The option of the month, or the one without a month after all months; none before the first of them. */
function indexByMonth(question: QuestionFacts, month: string): number {
  const { options } = question;
  const own = indexOfSlug(question, month);
  const months = options.map(({ slug }) => slug).filter((slug) => MONTH.test(slug));
  const isLater = months.every((each) => each < month);
  return own >= 0 || !isLater ? own : options.findIndex(({ slug }) => !MONTH.test(slug));
}

// Everything that follows from an announcement, as it is proposed to the admin. No I/O.

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
