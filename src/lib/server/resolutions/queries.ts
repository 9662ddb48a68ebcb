import { sql, type Transaction } from 'kysely';
import { jsonArrayFrom, jsonBuildObject } from 'kysely/helpers/postgres';
import type { Text } from '#lib/contest/types.ts';
import type { LogRow } from '#lib/domain/scores.ts';
import { countsFrom } from '../crowd/point-time.ts';
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';

/** The parts of a question that resolving needs. */
export interface Resolvable {
  id: number;
  slug: string;
  title: Text;
  kind: DB['question']['kind'];
  seats: number;
  scored: boolean;
  opensAt: Date;
  closesAt: Date | null;
  options: { slug: string; company: string | null; label: Text }[];
}

function resolvable(db: Db) {
  return db
    .selectFrom('question')
    .select(['id', 'slug', 'kind', 'seats', 'scored', 'opensAt', 'closesAt'])
    .select((e) => jsonBuildObject({ ko: e.ref('titleKo'), en: e.ref('titleEn') }).as('title'))
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('questionOption as o')
          .select(['o.slug', 'o.companySlug as company'])
          .select((o) => jsonBuildObject({ ko: o.ref('o.shortKo'), en: o.ref('o.shortEn') }).as('label'))
          .whereRef('o.questionId', '=', 'question.id')
          .orderBy('o.position'),
      ).as('options'),
    )
    .where('isDraft', '=', false);
}

export function findResolvable(db: Db, slug: string): Promise<Resolvable | undefined> {
  return resolvable(db).where('slug', '=', slug).executeTakeFirst();
}

/** All editions of the `final` question, in order of creation. */
export function listEditions(db: Db): Promise<Resolvable[]> {
  return resolvable(db).where('kind', '=', 'final').where('scored', '=', true).orderBy('id').execute();
}

/** All versions of a question's resolution, oldest first. */
export function listVersions(db: Db, questionId: number) {
  return db
    .selectFrom('resolution')
    .innerJoin('account', 'account.id', 'resolution.decidedBy')
    .leftJoin('confirmation', (join) =>
      join
        .onRef('confirmation.questionId', '=', 'resolution.questionId')
        .onRef('confirmation.version', '=', 'resolution.version'),
    )
    .leftJoin('account as confirmer', 'confirmer.id', 'confirmation.confirmedBy')
    .select([
      'resolution.version',
      'outcome',
      'knownAt',
      'evidenceUrls',
      'evidenceTimes',
      'note',
      'decidedBy',
    ])
    .select(['publishedAt', 'account.handle as decider', 'account.isAuthor'])
    .select(['confirmer.handle as confirmer', 'confirmation.confirmedAt'])
    .select(sql<Date | null>`provisional_until(resolution)`.as('provisionalUntil'))
    .where('resolution.questionId', '=', questionId)
    .orderBy('resolution.version')
    .execute();
}

export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number];

export function findLatest(db: Db, questionId: number) {
  return db
    .selectFrom('resolution')
    .innerJoin('account', 'account.id', 'resolution.decidedBy')
    .select(['version', 'outcome', 'knownAt', 'publishedAt', 'account.handle as decider'])
    .where('questionId', '=', questionId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

interface NewResolution {
  questionId: number;
  version: number;
  outcome: boolean[] | null;
  knownAt: Date | null;
  evidenceUrls: string[];
  evidenceTimes: Date[];
  note: string;
  decidedBy: number;
}

export async function insertResolution(tx: Transaction<DB>, resolution: NewResolution): Promise<void> {
  await tx.insertInto('resolution').values(resolution).execute();
}

/** A question's whole log in `seq` order; marked where the account is excluded from pool and ranking now. */
export async function listLog(db: Db, questionId: number): Promise<(LogRow & { seq: number })[]> {
  const rows = await db
    .selectFrom('forecast')
    .innerJoin('account', 'account.id', 'forecast.accountId')
    .select(['forecast.seq', 'forecast.accountId', 'forecast.madeAt', 'forecast.permille'])
    .select(sql<boolean>`is_excluded_from_ranking(account)`.as('isExcluded'))
    .where('questionId', '=', questionId)
    .orderBy('seq')
    .execute();
  return rows.map(({ seq, accountId, madeAt, permille, isExcluded }) => ({
    seq,
    account: String(accountId),
    madeAt: madeAt.getTime(),
    permille,
    outside: isExcluded,
  }));
}

/** The crowd's odds as log rows. */
export async function listCrowd(db: Db, questionId: number, account: string): Promise<LogRow[]> {
  const points = await db
    .selectFrom('crowdPoint')
    .select(['at', 'permille'])
    .where('questionId', '=', questionId)
    .orderBy('at')
    .execute();
  return points.map(({ at, permille }) => ({
    account,
    madeAt: countsFrom(at),
    permille,
    outside: true,
  }));
}

/** Number of forecasts made after the result was public. */
export async function countLate(db: Db, questionId: number, knownAt: Date): Promise<number> {
  const { count } = await db
    .selectFrom('forecast')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('questionId', '=', questionId)
    .where('permille', 'is not', null)
    .where('madeAt', '>=', knownAt)
    .executeTakeFirstOrThrow();
  return count;
}
