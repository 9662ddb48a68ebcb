// Parses the options of a question's form, one row each. Empty rows are left out; slug, English and short labels default
// to what the rest of the row says.
import type { Text } from '#lib/contest/types.ts';
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { CompanyView, RoundView } from '#lib/types/contest.ts';
import type { OptionDraft, QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { isSlug } from '../http/fields.ts';
import { dayBefore, endOfDay } from '#lib/kst.ts';
import { columnsOf, optionWordColumnsOf, type wordColumnsOf, wordsOf } from './queries.ts';

/** Limit of an option's slug; options stand in addresses several at a time. */
const LONGEST_OPTION_SLUG = 40;

/** Values that must be distinct among options. */
const DISTINCT: [string, (option: OptionDraft) => string | null][] = [
  ['labelKo', ({ label }) => label.ko],
  ['labelEn', ({ label }) => label.en],
  ['shortKo', ({ shortLabel }) => shortLabel.ko],
  ['shortEn', ({ shortLabel }) => shortLabel.en],
  ['slug', ({ slug }) => slug],
  ['company', ({ company }) => company],
];

/** Parses options; with the options of an opened question (`field`), only their words. */
function readOptions(
  reader: AdminFormReader,
  companies: readonly CompanyView[],
  field?: readonly OptionDraft[],
): OptionDraft[] {
  const rows = field ? field.map((_, i) => i) : filledRows(reader);
  const options = rows.map((row) => ({ row, option: readOption(reader, row, companies, field?.[row]) }));
  if (!field) refuseTooFew(reader, rows);
  for (const [name, value] of DISTINCT) {
    const seen = new Set<string>();
    for (const { row, option } of options) {
      const text = value(option);
      if (text && seen.has(text)) reader.addError(`option.${row}.${name}`, 'duplicate');
      if (text) seen.add(text);
    }
  }
  return options.map(({ option }) => option);
}

function filledRows(reader: AdminFormReader): number[] {
  const rows = new Set<number>();
  for (const [name, values] of Object.entries(reader.typed)) {
    const row = /^option\.(\d{1,3})\./.exec(name)?.[1];
    if (row !== undefined && values[0]?.trim()) rows.add(Number(row));
  }
  if ([...rows].some((row) => row >= MAX_OPTIONS)) reader.addError('form', 'wrong-count');
  return [...rows].filter((row) => row < MAX_OPTIONS).sort((a, b) => a - b);
}

/** Marks the first empty rows as missing where there are too few options. */
function refuseTooFew(reader: AdminFormReader, rows: readonly number[]): void {
  const free = Array.from({ length: MIN_OPTIONS }, (_, row) => row).filter((row) => !rows.includes(row));
  for (const row of free.slice(0, Math.max(0, MIN_OPTIONS - rows.length))) {
    reader.addError(`option.${row}.labelKo`, 'missing');
  }
}

function readOption(
  reader: AdminFormReader,
  row: number,
  companies: readonly CompanyView[],
  standing?: OptionDraft,
): OptionDraft {
  const name = (part: string) => `option.${row}.${part}`;
  const company = standing ? null : readCompany(reader, name('company'), companies);
  const label = readLabel(reader, name('label'), company?.name);
  const shortLabel = readLabel(reader, name('short'), company?.shortName ?? label);
  if (standing) return { ...standing, label, shortLabel };
  const typed = reader.text(name('slug'), { required: false, max: LONGEST_OPTION_SLUG });
  if (typed !== '' && !isSlug(typed)) reader.addError(name('slug'), 'slug-shape');
  const slug = typed || company?.slug || slugOf(label.en) || `option-${row + 1}`;
  return { slug, label, shortLabel, company: company?.slug ?? null };
}

function readCompany(reader: AdminFormReader, name: string, companies: readonly CompanyView[]) {
  const slug = reader.text(name, { required: false });
  const company = companies.find((candidate) => candidate.slug === slug);
  if (slug !== '' && !company) reader.addError(name, 'unknown-choice');
  return company;
}

/** Parses a text in both languages. Empty Korean takes the fallback, empty English the Korean. */
function readLabel(reader: AdminFormReader, name: string, fallback?: Text): Text {
  const typedKo = reader.text(`${name}Ko`, { required: !fallback, max: 80 });
  const typedEn = reader.text(`${name}En`, { required: false, max: 80 });
  return { ko: typedKo || (fallback?.ko ?? ''), en: typedEn || (typedKo ? typedKo : (fallback?.en ?? '')) };
}

function slugOf(words: string): string {
  const letters = words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return letters.slice(0, LONGEST_OPTION_SLUG).replace(/^-+|-+$/g, '');
}

// Checks the admin's form of a question beyond its table of fields, and formats a question for the form.

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
function readEditionFields(
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

// The admin's form of a new edition. Its options are chosen from the old ones and the companies, its words are the old ones.

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
