import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import type { NewPublication, Refused } from './new-publication.ts';
import type { Progress } from './progress.ts';

const now = sql<Date>`now_at()`;

/** Stores how far a publication is, the first time with all about it. */
export async function upsertProgress(
  db: Db,
  id: string,
  { typed, ...publication }: NewPublication,
  progress: Progress,
): Promise<void> {
  await db
    .insertInto('publication')
    .values({ id, ...publication, ...progress, typed: JSON.stringify(typed) })
    .onConflict((c) => c.column('id').doUpdateSet({ ...progress, seenAt: now }))
    .execute();
}

/** @param refusal null where it was published */
export async function endPublication(db: Db, id: string, refusal: Refused | null): Promise<void> {
  await db
    .updateTable('publication')
    .set({
      ended: refusal ? 'refused' : 'published',
      refusal: refusal && JSON.stringify(refusal),
      seenAt: now,
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteOlderThanDay(db: Db): Promise<void> {
  await db
    .deleteFrom('publication')
    .where('startedAt', '<', sql<Date>`now_at() - interval '1 day'`)
    .execute();
}

const state = sql<'running' | 'published' | 'refused' | 'interrupted'>`publication_state(publication)`;

export function findPublication(db: Db, id: string) {
  return db
    .selectFrom('publication')
    .innerJoin('question', 'question.id', 'publication.questionId')
    .innerJoin('account', 'account.id', 'publication.accountId')
    .select(['publication.id', 'publication.questionId', 'question.slug'])
    .select(['publication.accountId', 'account.handle as decider'])
    .select([
      'announcedRound',
      'typed',
      'isAnnulment',
      'step',
      'done',
      'total',
      'startedAt',
      'refusal',
      state.as('state'),
    ])
    .where('publication.id', '=', id)
    .executeTakeFirst();
}

/**
 * The publication under way that keeps this question from being resolved: its own, or one of another edition of the `final`
 * question.
 */
export function findRunning(db: Db, questionId: number) {
  return (
    db
      .selectFrom('publication')
      .innerJoin('question', 'question.id', 'publication.questionId')
      .innerJoin('question as own', (join) => join.on('own.id', '=', questionId))
      .innerJoin('account', 'account.id', 'publication.accountId')
      .select(['publication.id', 'question.slug', 'account.handle as decider'])
      .where((e) =>
        e.or([
          e('question.id', '=', questionId),
          e.and([e('question.kind', '=', 'final'), e('own.kind', '=', 'final')]),
        ]),
      )
      // One that waits may wait for the reader's own.
      .where('step', '<>', 'waiting')
      .where(state, '=', 'running')
      .orderBy('startedAt')
      .limit(1)
      .executeTakeFirst()
  );
}
