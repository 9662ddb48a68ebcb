// Everything in the audit log has a label; no raw name of a table, column or enum value is shown.
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { Db } from '#lib/server/db/connect.ts';
import { namesOf } from '#lib/server/audit/names.ts';
import { sharedDatabase } from './setup/database.ts';
import { insertForecaster, questionId } from './setup/factories.ts';
import { columnWord, subjectWord, valueWord } from '#lib/components/admin/record-words.ts';

interface Recorded {
  subject: string;
  column: string;
  /** Values that the column's check constraint allows, if it lists them. */
  values: string[] | null;
}

/** Keys of rows, which the page leaves out. */
const UNSHOWN = ['id', 'singleton'];
let recorded: Recorded[];

beforeAll(async () => {
  const { owner } = await sharedDatabase();
  recorded = (await listRecorded(owner)).filter(({ column }) => !UNSHOWN.includes(column));
});

/** Every column whose changes the audit trigger records. */
async function listRecorded(db: Db): Promise<Recorded[]> {
  const { rows } = await sql<{ subject: string; columnName: string; check: string | null }>`
    select t.tgrelid::regclass::text as subject, a.attname as column_name,
           (select pg_get_constraintdef(c.oid) from pg_constraint c
             where c.conrelid = t.tgrelid and c.contype = 'c' and c.conkey = array[a.attnum]
               and pg_get_constraintdef(c.oid) like '%ANY (ARRAY[%' limit 1) as check
      from pg_trigger t
      join pg_proc p on p.oid = t.tgfoid and p.proname = 'audit_change'
      join pg_attribute a on a.attrelid = t.tgrelid and a.attnum > 0 and not a.attisdropped
     where t.tgattr = '' or a.attnum = any(t.tgattr)
     group by t.tgrelid, a.attname, a.attnum
  `.execute(db);
  return rows.map(({ subject, columnName, check }) => ({
    subject,
    column: columnName.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    values: check === null ? null : [...check.matchAll(/'([a-z-]+)'/g)].map(([, value]) => value!),
  }));
}

test('results, questions, accounts and the contest are in the audit log', () => {
  const subjects = new Set(recorded.map(({ subject }) => subject));
  for (const subject of ['resolution', 'question', 'question_option', 'account', 'exclusion', 'entrant'])
    expect(subjects, subject).toContain(subject);
});

test('references are shown by name, for ids and slugs; deleted ones have none', async () => {
  const { db } = await sharedDatabase();
  const account = await insertForecaster(db);
  const id = await questionId(db, 'final-3');
  const names = await namesOf(db, {
    accounts: [account, 0],
    events: ['five-teams', 'gone'],
    questionIds: [id],
    questionSlugs: ['count-3', 'gone'],
  });
  expect(names.accounts.get(account)).toMatch(/^tester-/);
  expect(names.accounts.size).toBe(1);
  expect([...names.events.keys()]).toEqual(['five-teams']);
  expect(names.companies.get('skt')).toEqual({ ko: 'SK텔레콤', en: 'SK Telecom' });
  expect(names.rounds.get(3)?.ko).toBe('3차 평가');
  expect(names.questions.get(id)).toBe(names.questions.get('final-3'));
  const options = names.questions.get('count-3')?.options.map(({ slug }) => slug);
  expect(options).toEqual(['one-or-none', 'two', 'three', 'no-result']);
  expect(names.questions.get('gone')).toBeUndefined();
});

test('every subject, column and enum value has a label', () => {
  expect(recorded.filter(({ subject }) => subjectWord(subject) === subject)).toEqual([]);
  expect(recorded.filter(({ column }) => columnWord(column) === column)).toEqual([]);
  const words = recorded.flatMap(({ column, values }) => (values ?? []).map((value) => ({ column, value })));
  expect(words.length).toBeGreaterThan(5);
  expect(words.filter(({ column, value }) => valueWord(column, value) === value)).toEqual([]);
});
