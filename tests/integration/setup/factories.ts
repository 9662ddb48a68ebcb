// Rows that tests need, made as the services make them where a service does.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';
import type { Question } from '#lib/server/platform/db/schema.generated.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import type { Decision } from '#lib/server/results/resolutions/version.ts';

let accounts = 0;

/** An account without the cost of a password; admins are made as the owner. @returns its id */
export async function insertForecaster(
  db: Db,
  flags: { isAdmin?: boolean; isAuthor?: boolean } = {},
): Promise<number> {
  const handle = `tester-${++accounts}-${randomUUID().slice(0, 6)}`;
  const { id } = await db
    .insertInto('account')
    .values({ handle, email: `${handle}@example.com`, passwordHash: 'none', ...flags })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

type Ids<Count extends number, Made extends number[] = []> = number extends Count
  ? number[]
  : Made['length'] extends Count
    ? Made
    : Ids<Count, [...Made, number]>;

/** Several accounts; a literal count gives a tuple. */
export async function insertForecasters<Count extends number>(
  db: Db,
  count: Count,
  flags: { isAdmin?: boolean } = {},
): Promise<Ids<Count>> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(await insertForecaster(db, flags));
  return ids as Ids<Count>;
}

export async function handleOf(db: Db, accountId: number): Promise<string> {
  const query = db.selectFrom('account').select('handle').where('id', '=', accountId);
  return (await query.executeTakeFirstOrThrow()).handle;
}

export async function authorId(db: Db): Promise<number> {
  const query = db.selectFrom('account').select('id').where('isAuthor', '=', true);
  return (await query.executeTakeFirstOrThrow()).id;
}

export async function questionId(db: Db, slug: string): Promise<number> {
  const query = db.selectFrom('question').select('id').where('slug', '=', slug);
  return (await query.executeTakeFirstOrThrow()).id;
}

/** The audit log, oldest first. */
export function listAudit(db: Db) {
  return db
    .selectFrom('auditEvent')
    .select(['accountId', 'action', 'subject', 'rowKey', 'before', 'after', 'reason'])
    .orderBy('id')
    .execute();
}

const EVIDENCE = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=1';

/** Places a forecast as the service does; null withdraws. */
export async function placeOn(
  db: Db,
  slug: string,
  accountId: number,
  permille: number[] | null,
  requestId: string = randomUUID(),
) {
  const id = await questionId(db, slug);
  return forecasts.place(db, { accountId, questionId: id, permille, requestId });
}

/** A forecast with a request id of its own; null withdraws. */
export function forecastOf(
  accountId: number,
  questionId: number,
  permille: number[] | null = [800, 800, 400],
) {
  return { accountId, questionId, permille, requestId: randomUUID() };
}

/** A result with one piece of evidence. */
export function resultOf(outcome: boolean[], knownAt: Date, note = ''): Decision {
  return { result: { outcome, knownAt }, evidence: [{ url: EVIDENCE, publishedAt: knownAt }], note };
}

export function annulmentFor(note: string): Decision {
  return { result: null, evidence: [], note };
}

interface NewQuestion {
  slug: string;
  kind?: Question['kind'];
  seats?: number;
  scored?: boolean;
  isDraft?: boolean;
  /** Slugs; of companies except on a `side` question. */
  options?: readonly string[];
  opensAt?: Date;
  closesAt?: Date | null;
}

/** A question as a migration would insert it: of any shape, opened at any time; by default yes or no, and open. @returns its id */
export async function insertQuestion(owner: Db, question: NewQuestion): Promise<number> {
  const { slug, kind = 'side', options = ['yes', 'no'], opensAt = sql<Date>`now_at()`, ...rest } = question;
  const { id } = await owner
    .insertInto('question')
    .values({
      ...{ slug, kind, opensAt, seats: 1, scored: true, position: 50, ...rest },
      ...{ titleKo: slug, titleEn: slug, leadKo: slug, leadEn: slug, rulesKo: [slug], rulesEn: [slug] },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = options.map((option, position) => ({
    ...{ questionId: id, position, slug: option, companySlug: kind === 'side' ? null : option },
    ...{ labelKo: option, labelEn: option, shortKo: option, shortEn: option },
  }));
  await owner.insertInto('questionOption').values(rows).execute();
  return id;
}
