import { sql, type Transaction } from 'kysely';
import { jsonArrayFrom, jsonBuildObject } from 'kysely/helpers/postgres';
import type { Text } from '#lib/contest/types.ts';
import type { AnnouncementRule } from '#lib/types/question-admin.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import { zip } from '#lib/domain/zip.ts';

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
  /** How the announcement of its round decides it; null where it does not. */
  announcementRule: AnnouncementRule | null;
  round: number | null;
}

function resolvable(db: Db) {
  return db
    .selectFrom('question')
    .select(['id', 'slug', 'kind', 'seats', 'scored', 'opensAt', 'closesAt'])
    .select(['announcementRule', 'roundNumber as round'])
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

/** Every question that can be resolved, in display order, with the latest version of its resolution. */
export function listResolvable(db: Db) {
  return resolvable(db)
    .leftJoinLateral(
      (e) =>
        e
          .selectFrom('resolution')
          .select(['version', 'outcome', 'knownAt', 'evidenceUrls'])
          .whereRef('resolution.questionId', '=', 'question.id')
          .orderBy('version', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select(['latest.version', 'latest.outcome', 'latest.knownAt', 'latest.evidenceUrls', 'endsBy'])
    .where('scored', '=', true)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** How long a publication waits for the lock of a question before it is refused as another being under way. */
const LOCK_TIMEOUT = '10s';

/** Bounds how long the transaction's next statements wait for a lock. @returns what lifts the bound */
export async function limitLockWaits(tx: Transaction<DB>): Promise<() => Promise<void>> {
  const set = async (timeout: string) => {
    await sql`select set_config('lock_timeout', ${timeout}, true)`.execute(tx);
  };
  await set(LOCK_TIMEOUT);
  return () => set('0');
}

/** Select of all versions of a question's resolution, oldest first. */
export function selectVersions(db: Db, questionId: number) {
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
    .orderBy('resolution.version');
}

/** All versions of a question's resolution, oldest first. */
export function listVersions(db: Db, questionId: number) {
  return selectVersions(db, questionId).execute();
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

/** An address that shows the result, and when it was published. */
export interface Evidence {
  url: string;
  publishedAt: Date;
}

/** Evidence of a resolution version: addresses with the times of their publication. */
export function evidenceOf({
  evidenceUrls,
  evidenceTimes,
}: Pick<VersionRow, 'evidenceUrls' | 'evidenceTimes'>): Evidence[] {
  return zip(evidenceUrls, evidenceTimes).map(([url, publishedAt]) => ({ url, publishedAt }));
}

/** The latest version of a resolution as an admin may confirm it; undefined where it is final. */
export function findProvisional(db: Db, questionId: number, accountId: number) {
  return db
    .selectFrom('resolution')
    .innerJoin('account', 'account.id', 'resolution.decidedBy')
    .select(['version', 'account.handle as decider'])
    .select(sql<Date>`provisional_until(resolution)`.as('until'))
    .select(sql<boolean>`may_confirm(resolution, ${accountId})`.as('mayConfirm'))
    .where('questionId', '=', questionId)
    .where(sql<boolean>`provisional_until(resolution) is not null`)
    .where('version', '=', (e) =>
      e
        .selectFrom('resolution as published')
        .select((published) => published.fn.max('published.version').as('version'))
        .where('published.questionId', '=', questionId),
    )
    .executeTakeFirst();
}

interface NewConfirmation {
  questionId: number;
  version: number;
  confirmedBy: number;
}

export async function insertConfirmation(tx: Transaction<DB>, confirmation: NewConfirmation): Promise<void> {
  await tx.insertInto('confirmation').values(confirmation).execute();
}

/** The newest result that was published since, with its evidence. */
export function findResultSince(db: Db, since: Date) {
  return db
    .selectFrom('resolution')
    .select(['knownAt', 'evidenceUrls', 'evidenceTimes'])
    .where('publishedAt', '>', since)
    .where('knownAt', 'is not', null)
    .orderBy('publishedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The newest official event since that day (`YYYY-MM-DD`) which is shown. */
export function findOfficialEventSince(db: Db, day: string) {
  return db
    .selectFrom('event')
    .select(['url', 'happenedOn', 'happenedTime'])
    .where('kind', '=', 'official')
    .where('hiddenAt', 'is', null)
    .where('happenedOn', '>=', day)
    .orderBy('happenedOn', 'desc')
    .orderBy('happenedTime', sql`desc nulls last`)
    .limit(1)
    .executeTakeFirst();
}
