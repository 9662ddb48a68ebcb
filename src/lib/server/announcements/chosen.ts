// Parses the second step of the form of an announcement: which of the proposed consequences are published.
import type { Text } from '#lib/contest/types.ts';
import type { Proposal, QuestionProposal } from '#lib/types/announcement.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import type { Facts } from './announcement.ts';
import { isOpen } from './propose.ts';

const HIGHEST_VERSION = 100_000;
const VERSION = 'version.';

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
