// Parses the form of an announcement: what became known, and then which of its proposed consequences are published.
import type { Text } from '#lib/contest/types.ts';
import { MAX_OPTIONS } from '#lib/domain/seats.ts';
import { kstDate, kstInstant, kstMinute } from '#lib/kst.ts';
import type { Proposal, QuestionProposal } from '#lib/types/announcement.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import type { Announcement, Elimination, Facts } from './announcement.ts';
import { isOpen } from './propose.ts';
import { REASON_CHOICES, REASONS } from './reasons.ts';

const WHEN = ['now', 'fifteen', 'at'] as const;
const USUAL_TIME = '15:00';
const HIGHEST_VERSION = 100_000;
const LONG = 600;
const VERSION = 'version.';
const MINUTE_MS = 60_000;

/** What of the proposal is to be published. */
export interface Chosen {
  questions: { slug: string; outcome: boolean[]; expectedVersion: number }[];
  closings: string[];
  result: boolean;
  news: Text | null;
  edition: boolean;
  nextRound: boolean;
  verify: boolean;
  /** Why something published is changed; else empty. */
  reason: string;
}

/** Whether the preview was shown, so that its boxes are in the form. */
export function isChosen(form: AdminFormReader): boolean {
  return form.all('step').includes('preview');
}

export function readAnnouncement(form: AdminFormReader, facts: Facts): Announcement {
  const companies = facts.entrants.map(({ company }) => company);
  for (const name of Object.keys(form.typed))
    if (name.startsWith('out.') && !companies.includes(name.slice('out.'.length)))
      form.addError('entrants', 'unknown-choice');
  const isOut = new Map(
    companies.map((company) => [company, readChoice(form, `out.${company}`, ['stays', 'out']) === 'out']),
  );
  const survivors = companies.filter((company) => !isOut.get(company));
  if (survivors.length === 0) form.addError('entrants', 'nothing-chosen');
  return {
    round: facts.round.number,
    survivors,
    eliminated: companies.filter((company) => isOut.get(company)).map((company) => readReason(form, company)),
    knownAt: readTime(form, facts),
    url: form.url('url') ?? '',
    nextSeats: form.integer('nextSeats', { min: 1, max: MAX_OPTIONS - 1, required: false }),
  };
}

/** Of several choices one; without any the field says that it is missing. */
function readChoice<T extends string>(form: AdminFormReader, name: string, choices: readonly T[]): T {
  if (form.text(name) === '') return choices[0]!;
  return form.choice(name, choices);
}

function readReason(form: AdminFormReader, company: string): Elimination {
  const choice = readChoice(form, `why.${company}`, REASON_CHOICES);
  const ko = form.text(`whyKo.${company}`, { required: false, max: LONG });
  const en = form.text(`whyEn.${company}`, { required: false, max: LONG });
  if (choice === 'other') {
    if (ko === '') form.addError(`whyKo.${company}`, 'reason-missing');
    return { company, reason: { ko, en: en || ko }, shortReason: null };
  }
  const { reason, shortReason } = REASONS[choice];
  return { company, reason: { ko: ko || reason.ko, en: en || reason.en }, shortReason };
}

/** When it became public: not before the round or a question that it decides was opened, and not to come. */
function readTime(form: AdminFormReader, facts: Facts): Date {
  const { now } = facts;
  const at = timeOf(form, now, readChoice(form, 'when', WHEN));
  if (at > now) form.addError('at', 'in-the-future');
  const begin = facts.round.stageOpensOn;
  const decided = facts.questions.filter(
    ({ round, announcementRule, version }) =>
      round === facts.round.number && announcementRule !== null && version === null,
  );
  if ((begin !== null && at < kstInstant(begin)) || decided.some(({ opensAt }) => at < opensAt))
    form.addError('at', 'before-opening');
  return at;
}

function timeOf(form: AdminFormReader, now: Date, when: (typeof WHEN)[number]): Date {
  if (when === 'fifteen') return kstInstant(kstDate(now), USUAL_TIME);
  if (when === 'at') return form.instant('at') ?? now;
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The form's fields with the time as an instant, so that "now" stays when it was entered. */
export function withTime(
  typed: AdminFormReader['typed'],
  { knownAt }: Announcement,
): AdminFormReader['typed'] {
  return { ...typed, when: ['at'], at: [kstMinute(knownAt)] };
}

/** Everything that is proposed, as it is chosen before the admin changes anything. */
export function chosenByDefault({ questions, closings, news, edition, nextRound }: Proposal): Chosen {
  return {
    questions: questions.flatMap(({ slug, outcome, isProposed, version }) =>
      isProposed && outcome ? [{ slug, outcome, expectedVersion: version }] : [],
    ),
    closings: closings.filter(({ isProposed }) => isProposed).map(({ slug }) => slug),
    result: true,
    news,
    edition: edition !== null,
    nextRound: nextRound !== null,
    verify: true,
    reason: '',
  };
}

export function readChosen(form: AdminFormReader, proposal: Proposal): Chosen {
  const result = form.flag('do.result');
  const questions = proposal.questions.flatMap((question) => {
    const { slug, published, isFixed } = question;
    if (form.flag(`do.question.${slug}`)) return [readQuestion(form, question)];
    if (isFixed && published !== null && result) form.addError(`do.question.${slug}`, 'contradicts-result');
    return [];
  });
  const decided = new Set(questions.map(({ slug }) => slug));
  const isCorrection = proposal.questions.some(
    ({ slug, published }) => published !== null && decided.has(slug),
  );
  return {
    questions,
    closings: proposal.closings
      .map(({ slug }) => slug)
      .filter((slug) => form.flag(`do.close.${slug}`) && !decided.has(slug)),
    result,
    news: proposal.news && form.flag('do.news') ? readNews(form) : null,
    edition: proposal.edition !== null && form.flag('do.edition'),
    nextRound: proposal.nextRound !== null && form.flag('do.nextRound'),
    verify: form.flag('do.verify'),
    reason:
      isCorrection || (proposal.needsReason && result)
        ? form.reason()
        : form.text('reason', { required: false, max: 1000 }),
  };
}

/** Versions of questions that the preview was shown with, by slug. */
export function seenVersions(form: AdminFormReader): [slug: string, version: number][] {
  return Object.entries(form.typed)
    .filter(([name, [version = '']]) => name.startsWith(VERSION) && /^\d{1,6}$/.test(version))
    .map(([name, [version]]) => [name.slice(VERSION.length), Number(version)]);
}

function readQuestion(form: AdminFormReader, { slug, options, outcome, isFixed, version }: QuestionProposal) {
  const seen = form.integer(`version.${slug}`, { min: 0, max: HIGHEST_VERSION, required: false });
  const expectedVersion = seen ?? version;
  if (isFixed && outcome) return { slug, outcome, expectedVersion };
  const yes = form.all(`yes.${slug}`);
  const known = new Set(options.map((option) => option.slug));
  if (yes.length === 0) form.addError(`yes.${slug}`, 'missing');
  else if (!yes.every((each) => known.has(each))) form.addError(`yes.${slug}`, 'unknown-choice');
  return { slug, outcome: options.map((option) => yes.includes(option.slug)), expectedVersion };
}

function readNews(form: AdminFormReader): Text {
  const ko = form.text('newsKo');
  return { ko, en: form.text('newsEn', { required: false }) || ko };
}

/** What stays open after it: neither resolved nor closed. */
export function staysOpen({ questions, now }: Facts, chosen: Chosen): Text[] {
  const done = new Set([...chosen.questions.map(({ slug }) => slug), ...chosen.closings]);
  return questions.filter((each) => isOpen(each, now) && !done.has(each.slug)).map(({ title }) => title);
}
