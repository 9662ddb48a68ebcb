import { sql, type Transaction } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { CardKind } from '#lib/types/card.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { selectLeftOut } from '../../results/leaderboard/queries.ts';
import { selectLastPlace } from '../../results/leaderboard/selects.ts';

interface NewCard {
  accountId: number;
  questionId: number;
  /** The row of the log; null for the result. */
  seq: number | null;
  showsHandle: boolean;
}

/** Holds the account until the transaction ends, so that its cards are counted one after another. */
export async function lockAccount(tx: Transaction<DB>, accountId: number): Promise<void> {
  await tx
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export async function countCards(db: Db, accountId: number): Promise<number> {
  const { count } = await db
    .selectFrom('card')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return count;
}

/** The id of the card that shows the same in the same way. */
export async function findSame(
  db: Db,
  { accountId, questionId, seq, showsHandle }: NewCard,
): Promise<string | null> {
  const row = await db
    .selectFrom('card')
    .select('id')
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .where('seq', 'is not distinct from', seq)
    .where('showsHandle', '=', showsHandle)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function insertCard(tx: Transaction<DB>, id: string, card: NewCard): Promise<void> {
  await tx
    .insertInto('card')
    .values({ id, ...card })
    .execute();
}

/** The row of the log that stands; null without one. */
export async function findStandingSeq(db: Db, accountId: number, questionId: number): Promise<number | null> {
  const row = await db
    .selectFrom('standing')
    .select('seq')
    .where('accountId', '=', accountId)
    .where('questionId', '=', questionId)
    .where('permille', 'is not', null)
    .executeTakeFirst();
  return row?.seq ?? null;
}

/** Whether the newest version of a question's result gives an account a score. */
export async function hasScore(db: Db, accountId: number, questionId: number): Promise<boolean> {
  const row = await db
    .selectFrom('score')
    .select('version')
    .where('questionId', '=', questionId)
    .where('accountId', '=', accountId)
    .where('version', '=', (e) =>
      e
        .selectFrom('resolution')
        .select((r) => r.fn.max('version').as('latest'))
        .where('resolution.questionId', '=', questionId),
    )
    .executeTakeFirst();
  return row !== undefined;
}

function selectCard(db: Db, id: string) {
  return db
    .selectFrom('card')
    .innerJoin('account', 'account.id', 'card.accountId')
    .innerJoin('question', 'question.id', 'card.questionId')
    .select(['card.id', 'card.accountId', 'card.showsHandle', 'account.handle', 'account.isAuthor'])
    .select('question.slug as question')
    .where('card.id', '=', id);
}

export function findForecastCard(db: Db, id: string) {
  return selectCard(db, id)
    .innerJoin('forecast', (join) =>
      join.onRef('forecast.questionId', '=', 'card.questionId').onRef('forecast.seq', '=', 'card.seq'),
    )
    .innerJoin('standing', (join) =>
      join
        .onRef('standing.questionId', '=', 'card.questionId')
        .onRef('standing.accountId', '=', 'card.accountId'),
    )
    .select(['forecast.madeAt', 'forecast.permille', 'standing.permille as standing'])
    .select(sql<boolean>`standing.seq = card.seq`.as('isStanding'))
    .where('forecast.permille', 'is not', null)
    .$narrowType<{ permille: number[] }>()
    .executeTakeFirst();
}

/** With the scores of its owner and of the author by the newest version of the result, and who is not ranked any more. */
export function findResultCard(db: Db, id: string) {
  return selectCard(db, id)
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('resolution')
          .select((r) => r.fn.max('version').as('version'))
          .whereRef('resolution.questionId', '=', 'card.questionId')
          .as('latest'),
      (join) => join.onTrue(),
    )
    .leftJoin('score', (join) =>
      join
        .onRef('score.questionId', '=', 'card.questionId')
        .onRef('score.accountId', '=', 'card.accountId')
        .onRef('score.version', '=', 'latest.version'),
    )
    .select(['score.peerMicro', 'score.rank', 'score.place'])
    .select((e) => [
      selectLastPlace(db, e.ref('card.questionId'), e.ref('score.version').$notNull()).as('last'),
      jsonArrayFrom(selectLeftOut(db, e.ref('card.questionId'), e.ref('score.version').$notNull())).as(
        'leftOut',
      ),
      e
        .selectFrom('score as authors')
        .innerJoin('account as author', 'author.id', 'authors.accountId')
        .select('authors.peerMicro')
        .whereRef('authors.questionId', '=', 'card.questionId')
        .whereRef('authors.version', '=', 'latest.version')
        .where('author.isAuthor', '=', true)
        .limit(1)
        .as('authorPeerMicro'),
    ])
    .where('card.seq', 'is', null)
    .executeTakeFirst();
}

/** The cards of an account, newest first. */
export function listCards(db: Db, accountId: number) {
  return db
    .selectFrom('card')
    .innerJoin('question', 'question.id', 'card.questionId')
    .select(['card.id', 'question.slug as question', 'card.showsHandle', 'card.sharedAt'])
    .select(sql<CardKind>`case when card.seq is null then 'result' else 'forecast' end`.as('kind'))
    .where('card.accountId', '=', accountId)
    .orderBy('card.sharedAt', 'desc')
    .orderBy('card.id')
    .execute();
}

export async function deleteCard(db: Db, accountId: number, id: string): Promise<void> {
  await db.deleteFrom('card').where('id', '=', id).where('accountId', '=', accountId).execute();
}
