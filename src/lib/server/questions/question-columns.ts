// Mapping between a question and its database rows.
import type { Selectable } from 'kysely';
import type { Text } from '#lib/contest/types.ts';
import type { OptionDraft, QuestionDraft, Words } from '#lib/types/question-admin.ts';
import type { Question } from '../db/schema.generated.ts';
import type { OptionRow } from './queries.ts';

type Row = Pick<
  Selectable<Question>,
  | 'slug'
  | 'kind'
  | 'roundNumber'
  | 'titleKo'
  | 'titleEn'
  | 'leadKo'
  | 'leadEn'
  | 'rulesKo'
  | 'rulesEn'
  | 'officialSource'
  | 'seats'
  | 'scored'
>;

export function columnsOf(draft: QuestionDraft) {
  const { slug, kind, round: roundNumber, seats, scored, closesAt, endsBy, announcementRule = null } = draft;
  return {
    ...wordColumnsOf(draft),
    slug,
    kind,
    roundNumber,
    seats,
    scored,
    announcementRule,
    closesAt,
    endsBy,
  };
}

export function wordColumnsOf({ title, lead, rules, officialSource }: Words) {
  return {
    titleKo: title.ko,
    titleEn: title.en,
    leadKo: lead.ko,
    leadEn: lead.en,
    rulesKo: rules.map(({ ko }) => ko),
    rulesEn: rules.map(({ en }) => en),
    officialSource,
  };
}

/** The words of a question from its columns. */
export function wordsOf(row: Pick<Row, keyof ReturnType<typeof wordColumnsOf>>) {
  return {
    title: { ko: row.titleKo, en: row.titleEn },
    lead: { ko: row.leadKo, en: row.leadEn },
    rules: row.rulesKo.map((ko, i): Text => ({ ko, en: row.rulesEn[i] ?? ko })),
    officialSource: row.officialSource,
  };
}

export function optionWordColumnsOf({ label, shortLabel }: OptionDraft) {
  return { labelKo: label.ko, labelEn: label.en, shortKo: shortLabel.ko, shortEn: shortLabel.en };
}

/** The content of a question from its row and those of its options. */
export function contentOf(row: Row, options: readonly OptionRow[]) {
  return {
    slug: row.slug,
    kind: row.kind,
    round: row.roundNumber,
    ...wordsOf(row),
    options: options.map((option) => ({
      slug: option.slug,
      label: { ko: option.labelKo, en: option.labelEn },
      shortLabel: { ko: option.shortKo, en: option.shortEn },
      company: option.companySlug,
    })),
    seats: row.seats,
    scored: row.scored,
  };
}
