// The corrections of a question's words, as everybody may read them: before, after and why.
import type { QuestionEditView, WordChange } from '#lib/types/question-admin.ts';
import * as audit from '../audit/service.ts';
import type { Db } from '../db/connect.ts';

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

/** Oldest first; one for each time that an admin saved something. */
export async function list(db: Db, question: { id: number; slug: string }): Promise<QuestionEditView[]> {
  const rows = await audit.questionEdits(db, question);
  const edits = new Map<number, QuestionEditView>();
  for (const { change, at, before, after, reason } of rows) {
    const changes = changesOf(recordOf(before), recordOf(after));
    if (changes.length === 0) continue;
    const edit = edits.get(change) ?? { at: at.toISOString(), reason: reason ?? '', changes: [] };
    // A label and its short form are mostly the same words: told once.
    for (const one of changes) if (!edit.changes.some((told) => isSame(told, one))) edit.changes.push(one);
    edits.set(change, edit);
  }
  return [...edits.values()];
}

/** The words of columns that changed since an instant, as they were then: by column, for options by their place. */
export async function wordsBefore(
  db: Db,
  question: { id: number; slug: string },
  since: Date,
): Promise<{ question: Record<string, unknown>; options: Map<string, Record<string, unknown>> }> {
  const rows = await audit.questionEdits(db, question);
  const words = { question: {}, options: new Map<string, Record<string, unknown>>() };
  for (const row of rows.filter(({ at }) => at >= since)) {
    const earliest = (known: Record<string, unknown> = {}) => ({ ...recordOf(row.before), ...known });
    if (row.subject === 'question') words.question = earliest(words.question);
    else words.options.set(row.rowKey, earliest(words.options.get(row.rowKey)));
  }
  return words;
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
