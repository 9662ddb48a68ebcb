// Shared by the tests of database constraints: plain SQL, without services.
import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { type Actor, changeAs, latestId } from '#lib/server/platform/audit/service.ts';
import { type Db } from '#lib/server/platform/db/connect.ts';
import { sqlStateOf } from '#lib/server/platform/db/sqlstate.ts';
import { sharedDatabase } from './database.ts';
import { insertForecaster, insertQuestion } from './factories.ts';

export const APPEND_ONLY = 'FT010';

export const FIXED = 'FT011';

export const NAMELESS = 'FT013';

export const NO_RIGHT = '42501';

export const CHECK = '23514';

export const FOREIGN_KEY = '23503';

export const REASON = '오타를 고쳤어요';

export type Statement = RawBuilder<unknown>;

export function as(db: Db, by: Actor, statement: Statement) {
  return changeAs(db, by, (tx) => statement.execute(tx));
}

/** The SQLSTATE of a refusal, or `allowed`. */
export function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'allowed',
    (error: unknown) => sqlStateOf(error) ?? String(error),
  );
}

/** Audit events after an id. */
function listRecord(db: Db, after: number) {
  return db.selectFrom('auditEvent').selectAll().where('id', '>', after).orderBy('id').execute();
}

let questions = 0;

const OPENED = new Date('2026-01-01T00:00:00Z');

/** A question with the answers yes and no, one seat and no forecasts. @returns its id */
export function ask(owner: Db, kind: { scored?: boolean; isDraft?: boolean } = {}): Promise<number> {
  return insertQuestion(owner, { slug: `asked-${++questions}`, opensAt: OPENED, ...kind });
}

/** Inserts a row into the log, past the services. */
export function forecast(id: number, accountId: number, permille: string | null = '{700,300}'): Statement {
  return sql`
    insert into forecast (question_id, account_id, permille, request_id)
    values (${id}, ${accountId}, ${permille}::smallint[], ${randomUUID()})
  `;
}

/** Arrays as PostgreSQL literals, so that invalid ones can be written. */
export interface Decision {
  version?: number;
  outcome?: string | null;
  knownAt?: string | null;
  urls?: string;
  times?: string;
  note?: string;
}

export const ANNULMENT = { outcome: null, knownAt: null, urls: '{}', times: '{}', note: '취소해요' };

export function resolution(id: number, decidedBy: number, decision: Decision = {}) {
  const { version, outcome, knownAt, urls, times, note } = {
    ...{ version: 1, outcome: '{t,f}', knownAt: '2026-02-01T00:00:00Z', note: '' },
    ...{ urls: '{https://example.com/result}', times: '{2026-02-01T00:00:00Z}' },
    ...decision,
  };
  return sql<{ publishedAt: Date }>`
    insert into resolution (question_id, version, outcome, known_at, evidence_urls, evidence_times, note,
                            decided_by, published_at)
    values (${id}, ${version}, ${outcome}::boolean[], ${knownAt}, ${urls}::text[], ${times}::timestamptz[], ${note},
            ${decidedBy}, '2020-01-01')
    returning published_at
  `;
}

/** An admin and a forecaster who have forecast nothing, and a scored question without forecasts. */
export async function setUp(database = sharedDatabase()) {
  const { db: app, owner, appUrl, ownerUrl } = await database;
  const admin = await insertForecaster(owner, { isAdmin: true });
  const asked = await ask(owner);
  const before = await latestId(app);
  return {
    app,
    owner,
    appUrl,
    ownerUrl,
    admin,
    asked,
    forecaster: await insertForecaster(app),
    record: () => listRecord(app, before),
    resolutions: () =>
      app.selectFrom('resolution').selectAll().where('questionId', '=', asked).orderBy('version').execute(),
    /** As the application, in the admin's name. */
    change: (statement: Statement, reason?: string) =>
      as(app, reason === undefined ? { accountId: admin } : { accountId: admin, reason }, statement),
    resolve: (decision?: Decision, decidedBy = admin) =>
      changeAs(app, { accountId: decidedBy }, async (tx) => {
        const { rows } = await resolution(asked, decidedBy, decision).execute(tx);
        return rows[0];
      }),
  };
}
