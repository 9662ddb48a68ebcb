// Optimistic concurrency: the second of two admins gets the first's changes, and overwrites none of them unseen.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import * as audit from '#lib/server/platform/audit/service.ts';
import type { Actor } from '#lib/server/platform/audit/service.ts';
import * as admin from '#lib/server/questions/contest/admin.ts';
import * as rounds from '#lib/server/questions/contest/rounds.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { EditConflictError } from '#lib/server/platform/errors.ts';
import { cloneDatabase } from './setup/database.ts';
import { insertForecasters } from './setup/factories.ts';
import { hold, untilLockWait } from './setup/transactions.ts';

const ADMINS_AT_ONCE = 8;

async function setUp() {
  const { db } = await cloneDatabase();
  const [first, second] = await insertForecasters(db, 2);
  return { db, first: { accountId: first }, second: { accountId: second } };
}

/** The form of a company as loaded now: an edit sends all fields, with one changed. */
async function companyForm(db: Db, slug: string) {
  const { nameKo, nameEn, shortKo, shortEn, site, consortium } = await admin.getCompany(db, slug);
  const facts = { nameKo, nameEn, shortKo, shortEn, site, consortium };
  const edit = (by: Actor, changed: Partial<admin.CompanyFacts>) =>
    admin.editCompany(db, by, slug, { ...facts, ...changed });
  return { expectedVersion: await audit.latestId(db), edit };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      expect(error).toBeInstanceOf(EditConflictError);
      return error as EditConflictError;
    },
  );

describe('a form loaded before another admin’s change', () => {
  test('is rejected with the stored values, and accepted with the new version', async () => {
    const { db, first, second } = await setUp();
    const { expectedVersion, edit } = await companyForm(db, 'lg');
    await edit({ ...first, expectedVersion }, { nameKo: '먼저 고친 이름', site: 'https://example.com' });
    const refusal = await refusalOf(edit({ ...second, expectedVersion }, { nameKo: '나중에 고친 이름' }));
    expect(refusal).toMatchObject({ status: 409, code: 'edit-conflict' });
    const cells = expect.arrayContaining([
      { column: 'nameKo', value: '먼저 고친 이름' },
      { column: 'site', value: 'https://example.com' },
    ]);
    const [id, by] = [await audit.latestId(db), expect.stringMatching(/^tester-/)];
    expect(refusal?.changes).toEqual([{ id, by, at: expect.any(String), cells }]);
    expect(await admin.getCompany(db, 'lg')).toMatchObject({ nameKo: '먼저 고친 이름' });
    await edit({ ...second, expectedVersion: refusal!.version }, { nameKo: '나중에 고친 이름' });
    expect(await admin.getCompany(db, 'lg')).toMatchObject({ nameKo: '나중에 고친 이름' });
  });

  test('is accepted when it changes another row or sends the same values', async () => {
    const { db, first, second } = await setUp();
    const { expectedVersion, edit } = await companyForm(db, 'lg');
    const seats = { announcedSeats: 1, seatsNoteKo: null, seatsNoteEn: null };
    await rounds.announceSeats(db, first, 3, seats);
    await edit(first, { nameKo: '고친 이름' });
    const skt = await companyForm(db, 'skt');
    await skt.edit({ ...second, expectedVersion }, { shortKo: '에스케이' });
    await edit({ ...second, expectedVersion }, { nameKo: '고친 이름' });
    const { titleEn, stageOpensOn, stageClosesOn, scheduleKo, scheduleEn } = await rounds.getRound(db, 3);
    const facts = { titleKo: '셋째 평가', titleEn, stageOpensOn, stageClosesOn, scheduleKo, scheduleEn };
    await rounds.editRound(db, { ...second, expectedVersion }, 3, facts);
    expect(await rounds.getRound(db, 3)).toMatchObject({ titleKo: '셋째 평가', announcedSeats: 1 });
  });

  test('sent several times concurrently is stored exactly once', async () => {
    const { db, first } = await setUp();
    const { expectedVersion, edit } = await companyForm(db, 'upstage');
    const names = Array.from({ length: ADMINS_AT_ONCE }, (_, i) => `이름 ${i}`);
    const refusals = await Promise.all(
      names.map((nameKo) => refusalOf(edit({ ...first, expectedVersion }, { nameKo }))),
    );
    const stored = names.filter((_, i) => refusals[i] === null);
    expect(stored).toHaveLength(1);
    expect(await admin.getCompany(db, 'upstage')).toMatchObject({ nameKo: stored[0] });
  });
});

test('a form loaded before a removal does not restore what was removed', async () => {
  const { db, first, second } = await setUp();
  const model = { model: null, modelParamsKo: null, modelParamsEn: null };
  const entrant = { entry: 'wildcard', enteredOn: null, ...model } as const;
  await rounds.addEntrant(db, first, 3, 'motif', entrant);
  const expectedVersion = await audit.latestId(db);
  await rounds.removeEntrant(db, first, 3, 'motif');
  const refusal = await refusalOf(rounds.addEntrant(db, { ...second, expectedVersion }, 3, 'motif', entrant));
  expect(refusal?.changes).toMatchObject([{ cells: [] }]);
});

test('audit log entries are committed in order of their ids, however long a change takes', async () => {
  const { db, first, second } = await setUp();
  const { expectedVersion, edit } = await companyForm(db, 'lg');
  const rename = sql`update company set name_ko = '오래 걸린 이름' where slug = 'skt'`;
  const slow = await hold(db, (tx) => rename.execute(tx), first);
  const quick = edit(second, { nameKo: '빨리 고친 이름' });
  await untilLockWait(db);
  expect(await audit.latestId(db)).toBe(expectedVersion);
  await Promise.all([slow.commit(), quick]);
  const [later, earlier] = await audit.list(db, 2);
  expect([earlier?.rowKey, later?.rowKey]).toEqual(['skt', 'lg']);
});
