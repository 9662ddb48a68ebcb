/** Questions on the admin pages, and what everybody sees of its work there. Types alone. */
import type { Text } from '#lib/contest/types.ts';
import type { QuestionKind } from '#lib/domain/question.ts';

export interface OptionDraft {
  slug: string;
  label: Text;
  shortLabel: Text;
  company: string | null;
}

/**
 * How the announcement of its round decides a question: by who goes on, by how many, by its day (yes before the close), or by
 * its month.
 */
export type AnnouncementRule = 'survivors' | 'count' | 'day' | 'month';

/** Everything that an admin decides of a question. */
export interface QuestionDraft {
  slug: string;
  kind: QuestionKind;
  round: number | null;
  title: Text;
  lead: Text;
  rules: Text[];
  officialSource: string | null;
  options: OptionDraft[];
  seats: number;
  scored: boolean;
  closesAt: Date | null;
  endsBy: Date | null;
  /** Null or absent where the announcement of the round does not decide it. */
  announcementRule?: AnnouncementRule | null;
}

/** The part of a question that an admin may edit once it was opened. */
export type Words = Pick<QuestionDraft, 'title' | 'lead' | 'rules' | 'officialSource' | 'options'>;

export interface QuestionLink {
  slug: string;
  title: Text;
}

/** The editions before and after one; null where there is none. */
export interface EditionLinks {
  older: QuestionLink | null;
  newer: QuestionLink | null;
}

export interface WordChange {
  part: 'title' | 'lead' | 'rules' | 'source' | 'option';
  before: string;
  after: string;
}

/** One edit of a question's words. */
export interface QuestionEditView {
  at: string;
  reason: string;
  changes: WordChange[];
}
