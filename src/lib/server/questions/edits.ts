// The edits of a question's words, as everybody may read them: before, after and why.
import type { QuestionEditView, WordChange } from '#lib/types/question-admin.ts';
import * as audit from '../platform/audit/service.ts';
import type { Db } from '../platform/db/connect.ts';

const PARTS: Record<string, WordChange['part']> = {
  titleKo: 'title',
  titleEn: 'title',
  leadKo: 'lead',
  leadEn: 'lead',
  rulesKo: 'rules',
  rulesEn: 'rules',
  officialSource: 'source',
  labelKo: 'option',
  labelEn: 'option',
  shortKo: 'option',
  shortEn: 'option',
};

type Edits = Awaited<ReturnType<typeof list>>;

/** Changes of all questions that have a reason, oldest first. */
export function list(db: Db): ReturnType<typeof audit.questionEdits> {
  return audit.questionEdits(db);
}

/** The edits of one question, oldest first: one for each time that an admin saved words. */
export function editsOf(all: Edits, question: { id: number; slug: string }): QuestionEditView[] {
  const rows = all.filter(({ subject, rowKey }) =>
    subject === 'question' ? rowKey === question.slug : rowKey.startsWith(`${question.id}/`),
  );
  const edits = new Map<number, QuestionEditView>();
  for (const { change, at, before, after, reason } of rows) {
    const changes = changesOf(recordOf(before), recordOf(after));
    if (changes.length === 0) continue;
    const edit = edits.get(change) ?? { at: at.toISOString(), reason: reason ?? '', changes: [] };
    // A label and its short form are mostly the same words: listed once.
    for (const one of changes)
      if (!edit.changes.some((listed) => isSame(listed, one))) edit.changes.push(one);
    edits.set(change, edit);
  }
  return [...edits.values()];
}

function changesOf(before: Record<string, unknown>, after: Record<string, unknown>): WordChange[] {
  return Object.entries(PARTS).flatMap(([column, part]) => {
    if (!(column in after)) return [];
    const [was, becomes] = [linesOf(before[column]), linesOf(after[column])];
    return Array.from({ length: Math.max(was.length, becomes.length) }, (_, i) => ({
      part,
      before: was[i] ?? '',
      after: becomes[i] ?? '',
    })).filter((change) => change.before !== change.after);
  });
}

function isSame(a: WordChange, b: WordChange): boolean {
  return a.part === b.part && a.before === b.before && a.after === b.after;
}

function linesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((line) => String(line ?? ''));
}

function recordOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
