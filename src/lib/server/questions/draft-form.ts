// Parses the admin's form of a question into a draft, and formats a draft for the form.
import type { Text } from '#lib/contest/types.ts';
import { dayBefore, endOfDay, kstMinute } from '#lib/kst.ts';
import type { CompanyView } from '#lib/types/contest.ts';
import type { FormState } from '#lib/types/form.ts';
import type { AnnouncementRule, QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { AdminFormReader } from '../http/admin-form.ts';
import { readOptions } from './option-rows.ts';

/** The companies and rounds that a form may refer to. */
export interface Known {
  companies: readonly CompanyView[];
  rounds: readonly number[];
}

const ADMIN_KINDS = ['side', 'advance', 'final'] as const;
const ANNOUNCEMENT_RULES = ['survivors', 'count', 'day', 'month'] as const;
const MOST_WORDS = 4000;
/** No slug: `/admin/questions/new` is a page of its own. */
const OWN_ADDRESS = 'new';

/** Parses a whole question. Empty English falls back to the Korean. */
export function readDraft(reader: AdminFormReader, known: Known): QuestionDraft {
  const kind = reader.choice('kind', ADMIN_KINDS);
  const scored = reader.flag('scored');
  const round = readRound(reader, known, kind !== 'side');
  const slug = readSlug(reader);
  const words = readWords(reader, scored);
  const options = readOptions(reader, known.companies);
  return {
    slug,
    kind,
    round,
    scored,
    ...words,
    options,
    seats: readSeats(reader, options),
    ...readTimes(reader),
    announcementRule: readAnnouncementRule(reader, round),
  };
}

/** Parses how the announcement decides the question; only that of a round can. */
function readAnnouncementRule(reader: AdminFormReader, round: number | null): AnnouncementRule | null {
  if (reader.text('announcementRule', { required: false }) === '') return null;
  if (round === null) reader.addError('round', 'missing');
  return reader.choice('announcementRule', ANNOUNCEMENT_RULES);
}

/** Parses only the words of an opened question. */
export function readWordEdit(reader: AdminFormReader, draft: QuestionDraft): Words {
  const words = readWords(reader, draft.officialSource !== null);
  return { ...words, options: readOptions(reader, [], draft.options) };
}

export function readSeats(reader: AdminFormReader, options: readonly unknown[]): number {
  return reader.integer('seats', { min: 1, max: Math.max(1, options.length - 1) }) ?? 1;
}

export function readSlug(reader: AdminFormReader): string {
  const slug = reader.slug('slug');
  if (slug === OWN_ADDRESS) reader.addError('slug', 'slug-taken');
  return slug;
}

/** Parses title, lead, rules and official source. */
export function readWords(reader: AdminFormReader, needsSource: boolean): Omit<Words, 'options'> {
  const title = readText(reader, 'title');
  const lead = readText(reader, 'lead');
  const rulesKo = reader.lines('rulesKo', { max: MOST_WORDS });
  const rulesEn = reader.lines('rulesEn', { required: false, max: MOST_WORDS });
  if (new Set(rulesKo).size < rulesKo.length) reader.addError('rulesKo', 'duplicate');
  if (rulesEn.length > 0 && rulesEn.length !== rulesKo.length) reader.addError('rulesEn', 'wrong-count');
  const rules = rulesKo.map((ko, i): Text => ({ ko, en: rulesEn[i] ?? ko }));
  return { title, lead, rules, officialSource: reader.url('officialSource', { required: needsSource }) };
}

/** Parses the close; where it is unknown, the day by which the question ends is required. */
export function readTimes(reader: AdminFormReader): Pick<QuestionDraft, 'closesAt' | 'endsBy'> {
  const closesAt = reader.instant('closesAt', { required: false });
  const day = reader.day('endsBy', { required: closesAt === null });
  const endsBy = day === null ? null : endOfDay(day);
  if (closesAt && endsBy && endsBy < closesAt) reader.addError('endsBy', 'out-of-range');
  return { closesAt, endsBy };
}

/** The form's field values for a draft. */
export function typedOf(draft: QuestionDraft): FormState['typed'] {
  const typed: Record<string, string> = {
    ...typedWords(draft),
    slug: draft.slug,
    kind: draft.kind,
    round: String(draft.round ?? ''),
    announcementRule: draft.announcementRule ?? '',
    seats: String(draft.seats),
    closesAt: draft.closesAt ? kstMinute(draft.closesAt) : '',
    endsBy: draft.endsBy ? dayBefore(draft.endsBy) : '',
    rows: String(draft.options.length),
  };
  if (draft.scored) typed['scored'] = 'on';
  return Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, [text]]));
}

function typedWords({ title, lead, rules, officialSource, options }: Words): Record<string, string> {
  const typed: Record<string, string> = {
    titleKo: title.ko,
    titleEn: title.en,
    leadKo: lead.ko,
    leadEn: lead.en,
    rulesKo: rules.map(({ ko }) => ko).join('\n'),
    rulesEn: rules.map(({ en }) => en).join('\n'),
    officialSource: officialSource ?? '',
  };
  for (const [i, { slug, label, shortLabel, company }] of options.entries()) {
    typed[`option.${i}.company`] = company ?? '';
    typed[`option.${i}.slug`] = slug;
    typed[`option.${i}.labelKo`] = label.ko;
    typed[`option.${i}.labelEn`] = label.en;
    typed[`option.${i}.shortKo`] = shortLabel.ko;
    typed[`option.${i}.shortEn`] = shortLabel.en;
  }
  return typed;
}

function readText(reader: AdminFormReader, name: 'title' | 'lead'): Text {
  const ko = reader.text(`${name}Ko`);
  return { ko, en: reader.text(`${name}En`, { required: false }) || ko };
}

export function readRound(reader: AdminFormReader, { rounds }: Known, required: boolean): number | null {
  const text = reader.text('round', { required });
  if (text === '') return null;
  const round = rounds.find((number) => String(number) === text);
  if (round === undefined) reader.addError('round', 'unknown-choice');
  return round ?? null;
}
