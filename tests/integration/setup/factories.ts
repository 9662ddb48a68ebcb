// Rows that tests need, made as the services make them where a service does.
import { randomUUID } from 'node:crypto';
import type { Db } from '#lib/server/db/connect.ts';
import type { Question } from '#lib/server/db/schema.generated.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import type * as resolutions from '#lib/server/resolutions/service.ts';

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

export async function insertForecasters(
  db: Db,
  count: number,
  flags: { isAdmin?: boolean } = {},
): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(await insertForecaster(db, flags));
  return ids;
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

/** A result with one piece of evidence. */
export function resultOf(outcome: boolean[], knownAt: Date, note = ''): resolutions.Decision {
  return { result: { outcome, knownAt }, evidence: [{ url: EVIDENCE, publishedAt: knownAt }], note };
}

export function annulmentFor(note: string): resolutions.Decision {
  return { result: null, evidence: [], note };
}

interface NewQuestion {
  slug: string;
  kind: Question['kind'];
  seats: number;
  /** Slugs; of companies except on a `side` question. */
  options: readonly string[];
  opensAt: Date;
  closesAt?: Date | null;
}

/** A scored question as a migration would lay it: of any shape, opened at any time. @returns its id */
export async function insertQuestion(owner: Db, question: NewQuestion): Promise<number> {
  const { slug, kind, seats, options, opensAt, closesAt = null } = question;
  const { id } = await owner
    .insertInto('question')
    .values({
      slug,
      kind,
      seats,
      opensAt,
      closesAt,
      scored: true,
      position: 50,
      titleKo: slug,
      titleEn: slug,
      leadKo: slug,
      leadEn: slug,
      rulesKo: [slug],
      rulesEn: [slug],
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('questionOption')
    .values(
      options.map((option, position) => ({
        questionId: id,
        position,
        slug: option,
        labelKo: option,
        labelEn: option,
        shortKo: option,
        shortEn: option,
        companySlug: kind === 'side' ? null : option,
      })),
    )
    .execute();
  return id;
}
