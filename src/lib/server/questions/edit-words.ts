// Edits of an opened question's words. Until the first forecast they are free. Afterwards an edit needs a reason, is
// public with before and after (edits.ts), and notifies everybody with a forecast on the question.
import { isDeepStrictEqual } from 'node:util';
import type { Words } from '#lib/types/question-admin.ts';
import { type Actor, changeAs } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import * as notices from '../notices/service.ts';
import { ValidationError } from '../errors.ts';
import { lock } from './admin.ts';
import { updateWords } from './admin-queries.ts';
import { optionWordColumnsOf, wordColumnsOf } from './question-columns.ts';

/** @throws QuestionNotFoundError, ValidationError */
export function editWords(db: Db, by: Actor, slug: string, words: Words): Promise<void> {
  return changeAs(db, by, async (tx) => {
    const { id, isDraft, hasForecasts, draft } = await lock(tx, slug);
    if (isDraft || words.options.length !== draft.options.length) {
      throw new ValidationError('form', 'not-possible-now');
    }
    if (isDeepStrictEqual(columnsOf(draft), columnsOf(words))) return;
    if (hasForecasts && !by.reason) throw new ValidationError('reason', 'reason-missing');
    await updateWords(tx, id, words);
    if (hasForecasts) await notices.announce(tx, { kind: 'edited', questionId: id });
  });
}

function columnsOf(words: Words) {
  return { ...wordColumnsOf(words), options: words.options.map(optionWordColumnsOf) };
}
