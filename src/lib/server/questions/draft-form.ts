// Checks the admin's form of a question beyond its table of fields, and formats a question for the form.
import { dayBefore, endOfDay } from '#lib/kst.ts';
import type { CompanyView } from '#lib/types/contest.ts';
import type { QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { readOptions } from './option-rows.ts';
import { columnsOf, optionWordColumnsOf, type wordColumnsOf, wordsOf } from './question-columns.ts';

/** No slug: `/admin/questions/new` is a page of its own. */
export const NEW = 'new';

type WordFields = ReturnType<typeof wordColumnsOf>;
/** The columns of a question; of its end the day. */
type DraftFields = Omit<ReturnType<typeof columnsOf>, 'endsBy'> & { endsBy: string | null };
/** The fields that may differ between a question and its next edition. */
export type EditionFields = Pick<DraftFields, 'slug' | 'seats' | 'roundNumber' | 'closesAt' | 'endsBy'>;

/** Reads a whole question. @param fields what its table of fields reads */
export function readDraft(
  form: AdminFormReader,
  fields: DraftFields,
  companies: readonly CompanyView[],
): QuestionDraft {
  const { kind, scored, announcementRule } = fields;
  const words = readWords(form, fields, scored);
  const options = readOptions(form, companies);
  const needsRound = kind !== 'side' || announcementRule !== null;
  const rest = readEditionFields(form, fields, options.length, needsRound);
  return { kind, scored, announcementRule, ...words, options, ...rest };
}

/** Reads only the words of an opened question. */
export function readWordEdit(form: AdminFormReader, fields: WordFields, draft: QuestionDraft): Words {
  const words = readWords(form, fields, draft.officialSource !== null);
  return { ...words, options: readOptions(form, [], draft.options) };
}

function readWords(form: AdminFormReader, fields: WordFields, needsSource: boolean): Omit<Words, 'options'> {
  const { rulesKo, officialSource } = fields;
  if (new Set(rulesKo).size < rulesKo.length) form.addError('rulesKo', 'duplicate');
  if (needsSource && officialSource === null) form.addError('officialSource', 'missing');
  return wordsOf(fields);
}

/** Reads slug, seats, round, and times: where the close is unknown, the day by which the question ends is required. */
export function readEditionFields(
  form: AdminFormReader,
  { slug, seats, roundNumber, closesAt, endsBy: day }: EditionFields,
  options: number,
  needsRound: boolean,
): Pick<QuestionDraft, 'slug' | 'seats' | 'round' | 'closesAt' | 'endsBy'> {
  if (slug === NEW) form.addError('slug', 'slug-taken');
  if (seats > Math.max(1, options - 1)) form.addError('seats', 'out-of-range');
  if (needsRound && roundNumber === null) form.addError('roundNumber', 'missing');
  if (closesAt === null && day === null) form.addError('endsBy', 'missing');
  const endsBy = day === null ? null : endOfDay(day);
  if (closesAt && endsBy && endsBy < closesAt) form.addError('endsBy', 'out-of-range');
  return { slug, seats, round: roundNumber, closesAt, endsBy };
}

/** The values of the form's fields for a question. */
export function valuesOf(draft: QuestionDraft): Record<string, unknown> {
  const options = draft.options.flatMap((option, row) => {
    const columns = { company: option.company, slug: option.slug, ...optionWordColumnsOf(option) };
    return Object.entries(columns).map(([name, value]) => [`option.${row}.${name}`, value] as const);
  });
  return {
    ...columnsOf(draft),
    endsBy: draft.endsBy && dayBefore(draft.endsBy),
    ...Object.fromEntries<unknown>(options),
  };
}
