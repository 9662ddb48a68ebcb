// Parses the options of a question's form, one row each. Empty rows are left out; slug, English and short labels default
// to what the rest of the row says.
import type { Text } from '#lib/contest/types.ts';
import { MAX_OPTIONS, MIN_OPTIONS } from '#lib/domain/seats.ts';
import type { CompanyView } from '#lib/types/contest.ts';
import type { OptionDraft } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { isSlug } from '../slug.ts';

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
export function readOptions(
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
  const label = readWords(reader, name('label'), company?.name);
  const shortLabel = readWords(reader, name('short'), company?.shortName ?? label);
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
function readWords(reader: AdminFormReader, name: string, fallback?: Text): Text {
  const typedKo = reader.text(`${name}Ko`, { required: !fallback, max: 80 });
  const typedEn = reader.text(`${name}En`, { required: false, max: 80 });
  return { ko: typedKo || (fallback?.ko ?? ''), en: typedEn || (typedKo ? typedKo : (fallback?.en ?? '')) };
}

function slugOf(words: string): string {
  const letters = words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return letters.slice(0, LONGEST_OPTION_SLUG).replace(/^-+|-+$/g, '');
}
