// Parses and prefills the admin's form of a new edition. Its options are chosen from the old ones and the companies.
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { FormState } from '#lib/types/form.ts';
import type { OptionDraft, QuestionDraft } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { type Known, readRound, readSeats, readSlug, readTimes, readWords, typedOf } from './draft-form.ts';

/** Possible options of a new edition: the old options, then every other company. */
export function candidates(old: QuestionDraft, companies: readonly CompanyView[]): OptionDraft[] {
  const others = companies.filter(
    ({ slug }) => !old.options.some((option) => option.company === slug || option.slug === slug),
  );
  return [
    ...old.options,
    ...others.map(({ slug, name, shortName }) => ({
      slug,
      label: name,
      shortLabel: shortName,
      company: slug,
    })),
  ];
}

export function readEdition(reader: AdminFormReader, old: QuestionDraft, known: Known): QuestionDraft {
  const slug = readSlug(reader);
  const chosen = reader.all('entrant');
  const options = candidates(old, known.companies).filter((option) => chosen.includes(option.slug));
  if (options.length < MIN_OPTIONS || options.length > MAX_OPTIONS) reader.addError('entrant', 'wrong-count');
  const seats = readSeats(reader, options);
  const round = readRound(reader, known, old.round !== null);
  const words = readWords(reader, old.scored);
  const { kind, scored } = old;
  return { slug, kind, scored, round, ...words, options, seats, ...readTimes(reader) };
}

/** Initial field values: those of the old edition, with the entrants of the current round that are not eliminated. */
export function typedEdition(old: QuestionDraft, rounds: readonly RoundView[]): FormState['typed'] {
  const round = rounds.at(-1);
  const standing = (round?.entrants ?? []).filter(({ outcome }) => outcome !== 'eliminated');
  const isOfCompanies = old.options.every(({ company }) => company !== null);
  const entrants =
    isOfCompanies && standing.length > 1 ? standing.map(({ company }) => company) : slugsOf(old);
  const typed = typedOf(old);
  return {
    ...typed,
    entrant: entrants,
    slug: [nextSlug(old, round?.number ?? null)],
    round: [String(old.round === null ? '' : (round?.number ?? old.round))],
  };
}

function slugsOf({ options }: QuestionDraft): string[] {
  return options.map(({ slug }) => slug);
}

/** Proposed slug: `final-3b` after `final-3`, then `final-3c`; `final-4` in round 4. */
function nextSlug({ kind, round, slug }: QuestionDraft, current: number | null): string {
  if (round !== null && current !== null && current !== round) return `${kind}-${current}`;
  const [, stem = slug, letter = ''] = /^(.*\d)([b-y]?)$/.exec(slug) ?? [];
  if (stem === slug && !/\d$/.test(slug)) return `${slug}-2`;
  return stem + (letter === '' ? 'b' : String.fromCharCode(letter.charCodeAt(0) + 1));
}
