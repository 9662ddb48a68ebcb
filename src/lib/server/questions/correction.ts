// Corrections of an opened question's words: free until the first forecast, afterwards typing errors alone, each with
// its reason and for everybody to see. They are measured against the words that the first forecast was made on, so
// that many small corrections never add up to a new meaning. Options and the official source then stay as they are.
import { isTypingError } from '#lib/domain/typing-error.ts';
import type { Words } from '#lib/types/question-admin.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import { ValidationError } from '../validation-error.ts';
import { listCompanyNames } from './company-names.ts';
import { type AdminQuestion, lock } from './admin.ts';
import { findFirstForecastAt, updateWords } from './admin-queries.ts';
import { wordsBefore } from './edits.ts';

/** Columns by the field of the form in which they are typed. */
type Columns = Record<string, string | string[]>;

/** @throws QuestionNotFoundError, ValidationError */
export function correct(db: Db, by: Actor, slug: string, words: Words): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const question = await lock(tx, slug);
    if (question.isDraft || words.options.length !== question.draft.options.length) {
      throw new ValidationError('form', 'not-possible-now');
    }
    const firstAt = await findFirstForecastAt(tx, question.id);
    if (firstAt) {
      refuseOtherChoices(columnsOf(question.draft), columnsOf(words));
      const names = await listCompanyNames(tx, question.id);
      refuseNewMeaning(await originalOf(tx, question, firstAt), columnsOf(words), names);
      if (!by.reason) throw new ValidationError('reason', 'reason-missing');
    }
    await updateWords(tx, question.id, words);
  });
}

async function originalOf(db: Db, { id, draft }: AdminQuestion, firstAt: Date): Promise<Columns> {
  const before = await wordsBefore(db, { id, slug: draft.slug }, firstAt);
  const original = columnsOf(draft);
  for (const name of Object.keys(before.question)) original[name] = textOf(before.question[name]);
  return original;
}

/** What can be chosen, and what decides, stay as they are: a letter is enough to make another of them. */
function refuseOtherChoices(now: Columns, words: Columns): void {
  const changed = Object.keys(words).find((name) => isFixed(name) && words[name] !== now[name]);
  if (changed) throw new ValidationError(changed, 'only-typing-errors');
}

function isFixed(name: string): boolean {
  return name === 'officialSource' || name.startsWith('option.');
}

function refuseNewMeaning(original: Columns, words: Columns, names: readonly string[]): void {
  for (const [name, becomes] of Object.entries(words)) {
    if (isFixed(name)) continue;
    const [before, after] = [linesOf(original[name]), linesOf(becomes)];
    const isMended =
      before.length === after.length && before.every((line, i) => isTypingError(line, after[i] ?? '', names));
    if (!isMended) throw new ValidationError(name, 'only-typing-errors');
  }
}

function columnsOf({ title, lead, rules, officialSource, options }: Words): Columns {
  const columns: Columns = {
    titleKo: title.ko,
    titleEn: title.en,
    leadKo: lead.ko,
    leadEn: lead.en,
    rulesKo: rules.map(({ ko }) => ko),
    rulesEn: rules.map(({ en }) => en),
    officialSource: officialSource ?? '',
  };
  for (const [i, { label, shortLabel }] of options.entries()) {
    columns[`option.${i}.labelKo`] = label.ko;
    columns[`option.${i}.labelEn`] = label.en;
    columns[`option.${i}.shortKo`] = shortLabel.ko;
    columns[`option.${i}.shortEn`] = shortLabel.en;
  }
  return columns;
}

function linesOf(words: string | string[] = ''): string[] {
  return typeof words === 'string' ? [words] : words;
}

function textOf(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(String) : String(value ?? '');
}
