import type { EditConflictView } from '#lib/types/form.ts';
import type { FirstView } from '#lib/types/resolution.ts';
import type { FieldErrors, Typed } from '../../http/fields.ts';
import { sql } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';

// How far a publication is. The worker thread writes it to shared memory, the main thread reads it there.

/** In order; `boards` counts leaderboards, the others count rows. */
const STEPS = ['waiting', 'reading', 'scoring', 'scores', 'lines', 'boards', 'committing'] as const;
type Step = (typeof STEPS)[number];

export interface Progress {
  step: Step;
  done: number;
  /** 0 where it is not known. */
  total: number;
}

/** Takes the progress of a publication; without `total` it is not known. */
export type Report = (step: Step, done?: number, total?: number) => void;

/** Bytes of shared memory for one publication's progress: step, done and total. */
const BYTES = 3 * Int32Array.BYTES_PER_ELEMENT;

export function shareProgress(): SharedArrayBuffer {
  return new SharedArrayBuffer(BYTES);
}

export function reportTo(shared: SharedArrayBuffer): Report {
  const numbers = new Int32Array(shared);
  return (step, done = 0, total = 0) => numbers.set([STEPS.indexOf(step), done, total]);
}

export function readProgress(shared: SharedArrayBuffer): Progress {
  const [step = 0, done = 0, total = 0] = new Int32Array(shared);
  return { step: STEPS[step] ?? 'waiting', done, total };
}

/** A publication as it is recorded. */
export interface NewPublication {
  questionId: number;
  accountId: number;
  expectedVersion: number;
  /** The form, without secrets. */
  typed: Typed;
  isAnnulment: boolean;
  /** Round of the announcement that it publishes, if it is one. */
  announcedRound?: number;
}

/** Why nothing was published. */
export interface Refused {
  errors: FieldErrors;
  /** Where another admin was first. */
  first: FirstView | null;
  /** What others stored since the page was loaded. */
  editConflicts?: EditConflictView[];
}

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
