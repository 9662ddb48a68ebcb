// Publishes final results on a running site by the services that the admin pages call, by admins of its own.
import { randomBytes } from 'node:crypto';
import { readClock } from '../../../src/lib/server/questions/queries.ts';
import type { Db } from '../../../src/lib/server/platform/db/connect.ts';
import * as confirmations from '../../../src/lib/server/results/resolutions/service.ts';
import * as resolutions from '../../../src/lib/server/results/resolutions/service.ts';
import type { Decision } from '../../../src/lib/server/results/resolutions/version.ts';
import { getQuestion, withDatabase } from './database.ts';
import type { Site } from './site.ts';

/** A version after the one that stands: the options that came true, or null for an annulment. */
export function publishResult(site: Site, slug: string, cameTrue: readonly string[] | null): Promise<number> {
  return withDatabase(site, async (db) => {
    const [publisher, confirmer] = [await insertAdmin(db), await insertAdmin(db)];
    const question = await resolutions.getResolvable(db, slug);
    const standing = (await resolutions.versions(db, question.id)).at(-1)?.version ?? 0;
    const knownAt = await readClock(db);
    const outcome = question.options.map((option) => cameTrue?.includes(option.slug) ?? false);
    const decision: Decision = {
      result: cameTrue && { outcome, knownAt },
      evidence: [{ url: 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=1', publishedAt: knownAt }],
      note: standing > 0 || !cameTrue ? '공식 발표를 다시 확인했어요.' : '',
    };
    const { version } = await resolutions.publish(db, publisher, slug, decision, standing);
    await confirmations.confirm(db, { accountId: confirmer }, question.id, version);
    return version;
  });
}

async function insertAdmin(db: Db): Promise<number> {
  const { id } = await db
    .insertInto('account')
    .values({ handle: `admin-${randomBytes(4).toString('hex')}`, isAdmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Odds that the crowd had from the beginning, so that it has a score. They stay the last ones on record: forecasts of the
 * test change the odds that pages show, but not those that count in a result, in whatever minute they are placed.
 */
export function giveCrowd(site: Site, slug: string, permille: number[]): Promise<unknown> {
  const MINUTE_MS = 60_000;
  /** The site records no odds that are older in its log than the last ones on record. */
  const LAST_SEQ = 1_000_000_000;
  return withDatabase(site, async (db) => {
    const { id, opensAt } = await getQuestion(db, slug);
    // A point counts from the end of its minute.
    const at = new Date(Math.floor(opensAt.getTime() / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
    await db
      .insertInto('crowdPoint')
      .values({ questionId: id, at, seq: LAST_SEQ, permille, forecasters: 5 })
      .execute();
  });
}
