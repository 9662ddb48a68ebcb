// Accounts as the admin pages read and change them: flags, never an e-mail address or a password.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import type { Text } from '#lib/contest/types.ts';
import type { JoinGroupView } from '#lib/types/people.ts';

type Tx = Transaction<DB>;

const columns = ['id', 'handle', 'joinedAt', 'isAuthor', 'isAdmin', 'excludedAt'] as const;

function accounts(db: Db) {
  return db
    .selectFrom('account')
    .select(columns)
    .select(
      sql<number>`(
        select count(*)::int from standing where account_id = account.id and permille is not null
      )`.as('forecasts'),
    );
}

/** The author, admins and excluded accounts. */
export function listFlagged(db: Db) {
  return accounts(db)
    .where(sql<boolean>`is_flagged(account)`)
    .orderBy('handleKey')
    .execute();
}

/** Accounts whose handle contains a text. */
export function listByHandlePart(db: Db, part: string, limit: number) {
  return accounts(db)
    .where(sql<boolean>`strpos(handle_key, lower(${part})) > 0`)
    .orderBy('handleKey')
    .limit(limit)
    .execute();
}

export function findByHandle(db: Db, handle: string) {
  return accounts(db)
    .where('handleKey', '=', sql<string>`lower(${handle})`)
    .executeTakeFirst();
}

export function findAuthor(db: Db) {
  return db.selectFrom('account').select(['id', 'handle']).where('isAuthor', '=', true).executeTakeFirst();
}

/** Key of the advisory lock that serialises changes of the author. */
const AUTHOR_LOCK = 18009;

/** Serialises changes of the author's flag, so that no two accounts have it. */
export async function lockAuthor(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${AUTHOR_LOCK}, 0)`.execute(tx);
}

/** Removes the author's flag from every account. */
export async function clearAuthor(tx: Tx): Promise<void> {
  await tx.updateTable('account').set({ isAuthor: false }).where('isAuthor', '=', true).execute();
}

export async function setAuthor(tx: Tx, accountId: number): Promise<void> {
  await tx.updateTable('account').set({ isAuthor: true }).where('id', '=', accountId).execute();
}

/** Each account with its latest disclosure, null without one. */
function latest(db: Db) {
  return db
    .selectFrom('account')
    .leftJoin('disclosure', 'disclosure.accountId', 'account.id')
    .distinctOn('account.id')
    .select(['account.handle', 'account.isAuthor', 'account.isAdmin'])
    .select(['disclosure.bodyKo', 'disclosure.bodyEn', 'disclosure.writtenAt'])
    .orderBy('account.id')
    .orderBy('disclosure.id', 'desc');
}

/** Latest disclosures of all admins and the author. */
export function listLatestDisclosures(db: Db) {
  return latest(db)
    .where((e) => e.or([e('account.isAuthor', '=', true), e('account.isAdmin', '=', true)]))
    .execute();
}

/** Latest disclosures of the given accounts. @param accountIds at least one */
export function listLatestDisclosuresOf(db: Db, accountIds: number[]) {
  return latest(db).where('account.id', 'in', accountIds).execute();
}

/** All disclosures of an account, newest first. */
export function listDisclosuresOf(db: Db, accountId: number) {
  return db
    .selectFrom('disclosure')
    .select(['bodyKo', 'bodyEn', 'writtenAt'])
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .execute();
}

export async function insertDisclosure(tx: Transaction<DB>, accountId: number, text: Text): Promise<void> {
  await tx.insertInto('disclosure').values({ accountId, bodyKo: text.ko, bodyEn: text.en }).execute();
}

// Joins of the last week, grouped by what accounts have in common, and the pause of joining.

export type GroupKind = 'hour' | 'address' | 'domain' | 'forecast';

interface Source {
  /** What the accounts of a group have in common, as text. */
  key: RawBuilder<string | null>;
  from?: RawBuilder<unknown>;
}

const SOURCES: Record<GroupKind, Source> = {
  hour: { key: sql`to_char(account_join.joined_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"')` },
  address: { key: sql`account_join.address_key` },
  domain: { key: sql`split_part(account.email, '@', 2)` },
  // Percentages rounded to even numbers: the same, or nearly the same.
  forecast: {
    key: sql`question.slug || ' ' || array_to_string(
      array(select 2 * round(p / 20.0) from unnest(standing.permille) with ordinality u (p, ord) order by ord), '·')`,
    from: sql`
      join standing on standing.account_id = account.id and standing.permille is not null
      join question on question.id = standing.question_id`,
  },
};

/** Accounts that joined within the last seven days, each with what it has in common with others. */
function recentJoins(kind: GroupKind) {
  const { key, from = sql`` } = SOURCES[kind];
  return sql`
    select ${key} as common, account.id, account.handle, account.excluded_at is not null as is_excluded,
           account.email_verified_at is not null or account.is_identified as is_verified, account_join.joined_at,
           account_join.address_key,
           split_part(account.email, '@', 2) as domain
      from account_join
      join account on account.id = account_join.account_id ${from}
     where account_join.joined_at > now_at() - interval '7 days'
  `;
}

/** The largest groups of two or more. */
export async function listGroups(db: Db, kind: GroupKind, limit: number): Promise<JoinGroupView[]> {
  const { rows } = await sql<JoinGroupView>`
    select common as of, count(*)::int as joins, count(distinct address_key)::int as addresses,
           (count(*) filter (where is_excluded))::int as excluded
      from (${recentJoins(kind)}) recent
     where common is not null
     group by common having count(*) > 1
     order by joins desc, common desc
     limit ${limit}
  `.execute(db);
  return rows;
}

interface JoinedRow {
  handle: string;
  joinedAt: Date;
  addressKey: string;
  domain: string | null;
  isVerified: boolean;
  isExcluded: boolean;
  forecasts: number;
}

/** The accounts of a group, newest first. */
export async function listMembers(db: Db, kind: GroupKind, of: string, limit: number): Promise<JoinedRow[]> {
  const { rows } = await sql<JoinedRow>`
    select handle, joined_at, address_key, domain, is_verified, is_excluded,
           (select count(*)::int from standing where account_id = recent.id and permille is not null) as forecasts
      from (${recentJoins(kind)}) recent
     where common = ${of}
     order by joined_at desc, id desc
     limit ${limit}
  `.execute(db);
  return rows;
}

export function listIdsOf(db: Db, handles: readonly string[]) {
  return db
    .selectFrom('account')
    .select('id')
    .where('handle', '=', sql<string>`any(${handles}::text[])`)
    .execute();
}

export function findPause(db: Db) {
  return db
    .selectFrom('contest')
    .select(['joinPauseKo as ko', 'joinPauseEn as en'])
    .where('joinPauseKo', 'is not', null)
    .$narrowType<{ ko: string; en: string }>()
    .executeTakeFirst();
}

export async function updatePause(tx: Transaction<DB>, sentence: Text | null): Promise<void> {
  await tx
    .updateTable('contest')
    .set({ joinPauseKo: sentence?.ko ?? null, joinPauseEn: sentence?.en ?? null })
    .execute();
}
