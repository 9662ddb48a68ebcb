// Parses the second step of the form of an announcement: which of the proposed consequences are published.
import type { Text } from '#lib/contest/types.ts';
import type {
  EditionProposal,
  NextRoundProposal,
  Proposal,
  QuestionProposal,
} from '#lib/types/announcement.ts';
import type { AdminFormReader } from '../../http/admin-form.ts';
import type { Announcement, Facts } from './announcement.ts';
import { isOpen, resultDay } from './propose.ts';
import type { Resolving } from '../resolutions/service.ts';
import type { Transaction } from 'kysely';
import type { QuestionDraft } from '#lib/types/question-admin.ts';
import * as companies from '../../questions/contest/admin.ts';
import * as rounds from '../../questions/contest/rounds.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import * as questions from '../../questions/admin.ts';
import { candidates } from '../../questions/draft-form.ts';
import { readClock } from '../../questions/service.ts';

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

// What one press publishes, as plain data that travels to the worker thread.

export interface Plan {
  round: number;
  url: string;
  resolving: Resolving[];
  /** Slugs of questions that are closed. */
  closings: string[];
  result: {
    resultOn: string;
    resultTime: string;
    survivors: string[];
    eliminated: Announcement['eliminated'];
  } | null;
  news: { title: Text; happenedOn: string; happenedTime: string } | null;
  edition: EditionProposal | null;
  nextRound: (NextRoundProposal & { enteredOn: string }) | null;
  verify: boolean;
  reason: string;
}

export function planOf(facts: Facts, announcement: Announcement, proposal: Proposal, chosen: Chosen): Plan {
  const { knownAt, url, survivors, eliminated } = announcement;
  const { resultOn, resultTime } = resultDay(announcement);
  const evidence = [{ url, publishedAt: knownAt }];
  const { reason } = chosen;
  return {
    round: facts.round.number,
    url,
    resolving: chosen.questions.map(({ slug, outcome, expectedVersion }) => ({
      slug,
      // A first result needs no reason.
      decision: { result: { outcome, knownAt }, evidence, note: expectedVersion > 0 ? reason : '' },
      expectedVersion,
    })),
    closings: chosen.closings,
    result: chosen.result ? { resultOn, resultTime, survivors, eliminated } : null,
    news: chosen.news && { title: chosen.news, happenedOn: resultOn, happenedTime: resultTime },
    edition: chosen.edition ? proposal.edition : null,
    nextRound: chosen.nextRound && proposal.nextRound ? { ...proposal.nextRound, enteredOn: resultOn } : null,
    verify: chosen.verify,
    reason,
  };
}

/** The edition that follows, with the entrants of the next round; its words are for the admin to look through. */
export async function draftOf(tx: Transaction<DB>, { edition, round }: Plan): Promise<QuestionDraft> {
  const { follows, slug, entrants, seats, round: next } = edition!;
  const { draft } = await questions.get(tx, follows);
  const known = (await companies.listCompanies(tx)).map((company) => ({
    slug: company.slug,
    name: { ko: company.nameKo, en: company.nameEn },
    shortName: { ko: company.shortKo, en: company.shortEn },
  }));
  const options = candidates(draft, known).filter(
    ({ company }) => company !== null && entrants.includes(company),
  );
  const renumber = (text: string) =>
    text
      .replaceAll(`${round}차 평가`, `${next}차 평가`)
      .replaceAll(`valuation ${round}`, `valuation ${next}`);
  const rules = draft.rules.map(({ ko, en }) => ({ ko: renumber(ko), en: renumber(en) }));
  const hasRound = (await rounds.listRounds(tx)).some(({ number }) => number === next);
  const now = await readClock(tx);
  const endsBy = draft.endsBy && draft.endsBy > now ? draft.endsBy : null;
  return {
    ...draft,
    slug,
    options,
    seats,
    rules,
    round: hasRound ? next : draft.round,
    closesAt: null,
    endsBy,
  };
}
