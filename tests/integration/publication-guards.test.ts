// Database constraints and triggers of scores, leaderboards and notices.
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { changeAs } from '#lib/server/platform/audit/service.ts';
import {
  ANNULMENT,
  APPEND_ONLY,
  CHECK,
  FOREIGN_KEY,
  NAMELESS,
  NO_RIGHT,
  REASON,
  refusal,
  resolution,
  setUp,
  type Statement,
} from './setup/admin-guards.ts';
import { insertForecaster } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

const NOT_NULL = '23502';

const UNIQUE = '23505';

describe('scores, boards and notices', () => {
  let site: Awaited<ReturnType<typeof publish>>;
  beforeAll(async () => {
    site = await publish();
  });

  /** One row in each table, written by the application's role as a publication does. */
  async function publish() {
    const made = await setUp();
    const { app, asked, admin, forecaster } = made;
    const key = sql`${asked}, 1, ${forecaster}`;
    const rows = {
      score: sql`insert into score values (${key}, 34000000, 20000000, 500000, 250000, 1, 1)`,
      score_line: sql`insert into score_line values (${key}, 1, now_at(), now_at(), '{1,2}', '{3,4}')`,
      reference_score: sql`insert into reference_score values (${asked}, 1, 'crowd', 0, 0, 1000000)`,
      board: sql`insert into board (kind, edition, ranked, questions) values ('all', 1, 1, 1)`,
      board_entry: sql`insert into board_entry values ('all', 1, ${forecaster}, 1, 1, 34000000, 20000000, 500000, 1)`,
      notice: sql`insert into notice (kind, question_id, version) values ('result', ${asked}, 1)`,
      exclusion: sql`
        insert into exclusion (account_id, excluded, reason, decided_by) values (${forecaster}, true, 'x', ${admin})
      `,
      exclusion_effect: sql`insert into exclusion_effect values (1, ${asked}, '{700,300}', '{500,500}')`,
      disclosure: sql`insert into disclosure (account_id, body_ko, body_en) values (${admin}, 'x', 'x')`,
    };
    await changeAs(app, { accountId: admin }, async (tx) => {
      await resolution(asked, admin).execute(tx);
      for (const row of Object.values(rows)) await row.execute(tx);
    });
    return { ...made, rows, published: await made.record() };
  }

  const tables = [
    ['score', 'rank'],
    ['score_line', 'seq'],
    ['reference_score', 'peer_micro'],
    ['board', 'ranked'],
    ['board_entry', 'rank'],
    ['notice', 'version'],
    ['exclusion', 'account_id'],
    ['exclusion_effect', 'question_id'],
    ['disclosure', 'account_id'],
  ] as const;

  test.each(tables)('%s is append-only for the application and the owner', async (name, column) => {
    const { app, owner, change } = site;
    const before = await readTables(owner);
    const table = sql.table(name);
    for (const statement of [
      sql`update ${table} set ${sql.ref(column)} = ${sql.ref(column)}`,
      sql`delete from ${table}`,
    ]) {
      expect(await refusal(statement.execute(app))).toBe(NO_RIGHT);
      expect(await refusal(change(statement, REASON))).toBe(NO_RIGHT);
      expect(await refusal(statement.execute(owner))).toBe(APPEND_ONLY);
    }
    const truncate = sql`truncate ${table} cascade`;
    expect(await refusal(change(truncate))).toBe(NO_RIGHT);
    expect(await refusal(truncate.execute(owner))).toBe(APPEND_ONLY);
    expect(await readTables(owner)).toEqual(before);
  });

  test('scores are unique per version and account, with unique places', async () => {
    const { app, asked, admin, rows } = site;
    const other = await insertForecaster(app);
    const score = (version: number, account: number, rest: Statement) =>
      refusal(sql`insert into score values (${asked}, ${version}, ${account}, ${rest})`.execute(app));
    expect(await refusal(rows.score.execute(app))).toBe(UNIQUE);
    expect(await score(2, other, sql`0, 0, 0, null, 2, 2`)).toBe(FOREIGN_KEY);
    expect(await score(1, other, sql`0, 0, 0, null, 1, 1`)).toBe(UNIQUE);
    expect(await score(1, other, sql`0, 0, 0, null, 2, null`)).toBe(CHECK);
    expect(await score(1, other, sql`0, 0, 1000001, null, 2, 2`)).toBe(CHECK);
    expect(await score(1, other, sql`null, 0, 0, null, 2, 2`)).toBe(NOT_NULL);
    expect(await score(1, other, sql`0, 0, 0, null, 1, 2`)).toBe('allowed');
    expect(await score(1, admin, sql`0, 0, 0, null, null, null`)).toBe('allowed');
    const line = sql`insert into score_line values (${asked}, 1, 1, 1, now_at(), now_at(), '{}', '{}')`;
    expect(await refusal(line.execute(app)), 'a line without a score').toBe(FOREIGN_KEY);
    expect(await refusal(rows.score_line.execute(app))).toBe(UNIQUE);
    expect(await refusal(rows.reference_score.execute(app))).toBe(UNIQUE);
  });

  test('each edition of a board has one place per account', async () => {
    const { app, forecaster, rows } = site;
    const other = await insertForecaster(app);
    expect(await refusal(rows.board.execute(app))).toBe(UNIQUE);
    expect(await refusal(rows.board_entry.execute(app))).toBe(UNIQUE);
    const enter = (edition: number, account: number, rank: number | null, place: number | null) =>
      refusal(
        sql`insert into board_entry values ('all', ${edition}, ${account}, ${rank}, ${place}, 0, 0, 0, 1)`.execute(
          app,
        ),
      );
    expect(await enter(1, other, 1, 1)).toBe(UNIQUE);
    expect(await enter(1, other, 1, null)).toBe(CHECK);
    expect(await enter(2, forecaster, 1, 1)).toBe(FOREIGN_KEY);
    expect(await enter(1, other, 1, 2)).toBe('allowed');
    await sql`insert into board (kind, edition, ranked, questions) values ('all', 2, 1, 1)`.execute(app);
    expect(await enter(2, forecaster, 1, 1)).toBe('allowed');
  });

  test('a version has at most one notice, of whatever kind', async () => {
    const { app, asked, rows, resolve } = site;
    const announce = (version: number | null, kind: string) =>
      refusal(
        sql`insert into notice (kind, question_id, version) values (${kind}, ${asked}, ${version})`.execute(
          app,
        ),
      );
    expect(await refusal(rows.notice.execute(app))).toBe(UNIQUE);
    expect(await announce(1, 'correction')).toBe(UNIQUE);
    expect(await announce(2, 'correction')).toBe(FOREIGN_KEY);
    await resolve({ ...ANNULMENT, version: 2 });
    expect(await announce(2, 'annulled')).toBe('allowed');
    expect(await announce(null, 'closing')).toBe('allowed');
    expect(await announce(null, 'closing')).toBe('allowed');
    expect(await announce(null, 'gossip')).toBe(CHECK);
  });

  test('a notice concerns either a question or an account', async () => {
    const { app, asked, forecaster } = site;
    const about = (id: number | null, account: number | null) =>
      refusal(
        sql`insert into notice (kind, question_id, account_id) values ('excluded', ${id}, ${account})`.execute(
          app,
        ),
      );
    expect(await about(asked, forecaster)).toBe(CHECK);
    expect(await about(null, null)).toBe(CHECK);
    expect(await about(null, forecaster)).toBe('allowed');
  });

  test('exclusions and disclosures need an actor, and an exclusion a reason', async () => {
    const { app, admin, forecaster, change, rows, published } = site;
    expect(await refusal(rows.exclusion.execute(app))).toBe(NAMELESS);
    expect(await refusal(rows.disclosure.execute(app))).toBe(NAMELESS);
    const without = sql`
      insert into exclusion (account_id, excluded, reason, decided_by) values (${forecaster}, true, '', ${admin})
    `;
    expect(await refusal(change(without))).toBe(CHECK);
    const subjects = published.map(({ subject, accountId }) => [subject, accountId]);
    expect(subjects).toEqual([
      ['resolution', admin],
      ['exclusion', admin],
      ['disclosure', admin],
    ]);
  });
});
