import { expect, test } from 'vitest';
import { valueWord } from '#lib/components/admin/record-words.ts';
import type { Names } from '#lib/server/audit/names.ts';
import { groupChanges } from './changes.ts';
import { referencesIn } from './references.ts';

const AT = new Date('2026-11-24T01:00:00Z');
const FINAL = {
  title: { ko: '마지막 두 자리', en: 'The last two seats' },
  options: [
    { slug: 'skt', label: { ko: 'SK텔레콤', en: 'SK Telecom' } },
    { slug: 'lg', label: { ko: 'LG AI연구원', en: 'LG AI Research' } },
  ],
};
const NOBODY: Names = {
  accounts: new Map(),
  companies: new Map(),
  rounds: new Map(),
  events: new Map(),
  questions: new Map(),
};
const NAMES: Names = {
  accounts: new Map([
    [12, '독자'],
    [3, '운영자'],
  ]),
  companies: new Map([['lg', { ko: 'LG AI연구원', en: 'LG AI Research' }]]),
  rounds: new Map([[3, { ko: '3차 평가', en: 'Evaluation 3' }]]),
  events: new Map([['five-teams', { ko: '다섯 팀 선정', en: 'Five teams' }]]),
  questions: new Map<number | string, typeof FINAL>([
    [7, FINAL],
    ['final-3', FINAL],
  ]),
};

function row(id: number, change: number, rest: object) {
  return {
    id,
    change,
    at: AT,
    by: 'admin-one',
    reason: null,
    action: 'update' as const,
    subject: 'round',
    rowKey: '3',
    before: {},
    after: {},
    ...rest,
  };
}

const nameIn = (names: Names, rest: object) => groupChanges([row(1, 1, rest)], names)[0]?.rows[0]?.name;

test('events of one transaction are one change, in the order of the audit log', () => {
  const changes = groupChanges(
    [row(9, 2, {}), row(8, 2, {}), row(7, 1, { by: null, reason: 'why' })],
    NOBODY,
  );
  expect(changes.map(({ id, by, reason, rows }) => [id, by, reason, rows.map((one) => one.id)])).toEqual([
    [9, 'admin-one', null, [9, 8]],
    [7, null, 'why', [7]],
  ]);
});

test('accounts are named by their handles, wherever an event refers to them', () => {
  const rows = [
    row(2, 1, { subject: 'account', rowKey: '12', before: { isAuthor: false }, after: { isAuthor: true } }),
    row(1, 1, {
      subject: 'exclusion',
      action: 'insert',
      before: null,
      after: { accountId: 12, decidedBy: 3 },
    }),
  ];
  expect(referencesIn(rows).accounts).toEqual([12, 3]);
  const [change] = groupChanges(rows, NAMES);
  expect(change?.rows[0]).toMatchObject({
    name: { ko: '독자', en: '독자' },
    cells: [{ column: 'isAuthor', before: false, after: true }],
  });
  expect(change?.rows[1]).toMatchObject({
    name: { ko: '', en: '' },
    cells: [
      { column: 'accountId', before: null, after: '독자' },
      { column: 'decidedBy', before: null, after: '운영자' },
    ],
  });
});

test.each([
  ['company', 'lg', 'LG AI Research'],
  ['round', '3', 'Evaluation 3'],
  ['entrant', '3/lg', 'Evaluation 3 · LG AI Research'],
  ['event', 'five-teams', 'Five teams'],
  ['question', 'final-3', 'The last two seats'],
  ['question_option', '7/lg', 'The last two seats · LG AI Research'],
  ['resolution', '7/2', 'The last two seats'],
  ['contest', 'true', ''],
])('a change of a %s says in words which one it was', (subject, rowKey, name) => {
  expect(nameIn(NAMES, { subject, rowKey })?.en).toBe(name);
});

test('deleted records have the name that they had when they were deleted', () => {
  const gone = { subject: 'question', rowKey: 'draft-1', action: 'delete', after: null };
  expect(nameIn(NOBODY, { ...gone, before: { titleKo: '초안', titleEn: 'A draft' } })).toEqual({
    ko: '초안',
    en: 'A draft',
  });
  expect(nameIn(NOBODY, { ...gone, before: {} })).toEqual({ ko: 'draft-1', en: 'draft-1' });
});

test('all records to which an event refers are looked up', () => {
  const rows = [
    row(4, 1, { subject: 'resolution', rowKey: '7/2', after: { questionId: 7, decidedBy: 3 } }),
    row(3, 1, { subject: 'question', rowKey: 'final-4', after: { followsId: 8 } }),
    row(2, 1, { subject: 'question_option', rowKey: '9/lg' }),
    row(1, 1, { subject: 'event', rowKey: 'five-teams' }),
  ];
  expect(referencesIn(rows)).toEqual({
    accounts: [3],
    events: ['five-teams'],
    questionIds: [7, 9, 8],
    questionSlugs: ['final-4'],
  });
});

test('a resolution shows the outcome of each option by name', () => {
  const after = { questionId: 7, outcome: [true, false], decidedBy: 3 };
  const result = row(1, 1, { subject: 'resolution', rowKey: '7/1', action: 'insert', before: null, after });
  const [change] = groupChanges([result], NAMES);
  const shown = change?.rows[0]?.cells.map(({ column, after: value }) => [column, valueWord(column, value)]);
  expect(shown).toEqual([
    ['decidedBy', '운영자'],
    ['outcome', 'SK텔레콤: 예\nLG AI연구원: 아니요'],
    ['questionId', '마지막 두 자리'],
  ]);
});

test('Korean comes before English, and columns that are empty before and after are left out', () => {
  const after = { titleEn: 'Title', titleKo: '제목', hiddenAt: null, slug: 'a' };
  const [change] = groupChanges([row(1, 1, { action: 'insert', before: null, after })], NOBODY);
  expect(change?.rows[0]).toMatchObject({ name: { ko: '제목', en: 'Title' } });
  expect(change?.rows[0]?.cells.map(({ column }) => column)).toEqual(['slug', 'titleKo', 'titleEn']);
});
