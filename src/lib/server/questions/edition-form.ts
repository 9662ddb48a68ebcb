// The admin's form of a new edition. Its options are chosen from the old ones and the companies, its words are the old ones.
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { OptionDraft, QuestionDraft } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { type EditionFields, readEditionFields, valuesOf } from './draft-form.ts';

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

/** @param fields what the table of the form reads */
export function readEdition(
  form: AdminFormReader,
  fields: EditionFields & { entrant: string[] },
  old: QuestionDraft,
  companies: readonly CompanyView[],
): QuestionDraft {
  const options = candidates(old, companies).filter(({ slug }) => fields.entrant.includes(slug));
  if (options.length < MIN_OPTIONS || options.length > MAX_OPTIONS) form.addError('entrant', 'wrong-count');
  return { ...old, options, ...readEditionFields(form, fields, options.length, old.round !== null) };
}

/** Initial values: those of the old edition, with the entrants of the current round that are not eliminated. */
export function editionValues(old: QuestionDraft, rounds: readonly RoundView[]): Record<string, unknown> {
  const round = rounds.at(-1);
  const standing = (round?.entrants ?? []).filter(({ outcome }) => outcome !== 'eliminated');
  const isOfCompanies = old.options.every(({ company }) => company !== null);
  return {
    ...valuesOf(old),
    entrant:
      isOfCompanies && standing.length > 1
        ? standing.map(({ company }) => company)
        : old.options.map(({ slug }) => slug),
    slug: nextSlug(old, round?.number ?? null),
    roundNumber: old.round === null ? null : (round?.number ?? old.round),
  };
}

/** Proposed slug: `final-3b` after `final-3`, then `final-3c`; `final-4` in round 4. */
function nextSlug({ kind, round, slug }: QuestionDraft, current: number | null): string {
  if (round !== null && current !== null && current !== round) return `${kind}-${current}`;
  const [, stem = slug, letter = ''] = /^(.*\d)([b-y]?)$/.exec(slug) ?? [];
  if (stem === slug && !/\d$/.test(slug)) return `${slug}-2`;
  return stem + (letter === '' ? 'b' : String.fromCharCode(letter.charCodeAt(0) + 1));
}
