// Questions as the catalogue holds them: everything that is the same for all readers and does not depend on the clock.
import type { QuestionEditView } from '#lib/types/question-admin.ts';
import type { ExclusionView } from '#lib/types/people.ts';
import { listExclusionEffects } from '../accounts/exclusions.ts';
import type { Db } from '../db/connect.ts';
import { editionTitles } from './edition-titles.ts';
import * as edits from './edits.ts';
import { listOptions, listQuestions, type QuestionRow } from './queries.ts';
import { contentOf } from './question-columns.ts';

/** An opened question with its latest resolution. */
export interface CataloguedQuestion {
  row: QuestionRow;
  content: ReturnType<typeof contentOf>;
  /** Edits of its words that have a reason, oldest first. */
  edits: QuestionEditView[];
  /** Effects of exclusions on its odds, newest first. */
  exclusions: ExclusionView[];
}

/** Every opened question, in display order. */
export async function catalogued(db: Db): Promise<CataloguedQuestion[]> {
  const [rows, options, changes, exclusions] = await Promise.all([
    listQuestions(db),
    listOptions(db),
    edits.list(db),
    listExclusionEffects(db),
  ]);
  const optionsOf = Map.groupBy(options, ({ questionId }) => questionId);
  const questions = rows.map((row) => ({ row, content: contentOf(row, optionsOf.get(row.id) ?? []) }));
  const inTime = questions.toSorted((a, b) => a.row.id - b.row.id);
  const titles = editionTitles(inTime.map(({ content }) => content));
  return questions.map(({ row, content }) => ({
    row,
    content: { ...content, title: titles.get(row.slug) ?? content.title },
    edits: edits.editsOf(changes, row),
    exclusions: exclusions.get(row.id) ?? [],
  }));
}
