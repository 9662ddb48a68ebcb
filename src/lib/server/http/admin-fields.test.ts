import { expect, test } from 'vitest';
import { defineFields, REASON, viewFields, words } from '#lib/components/admin/fields.ts';
import { AdminFormReader } from './admin-form.ts';

const FIELDS = defineFields({
  ...words('title', '제목', { required: true }),
  ...words('note', '설명', { type: 'long', max: 20 }),
  site: { label: '누리집', type: 'url' },
  parts: { label: '컨소시엄', type: 'lines' },
  seats: { label: '자리', type: 'number', min: 1, max: 3 },
  kind: { label: '종류', choices: [{ value: 'a', label: 'A' }], required: true },
  at: { label: '시각', type: 'datetime-local' },
  scored: { label: '점수', type: 'check' },
});

function read(typed: Record<string, string>) {
  const reader = new AdminFormReader(Object.fromEntries(Object.entries(typed).map(([k, v]) => [k, [v]])));
  const values = reader.read({ ...FIELDS, ...REASON });
  return { values, errors: Object.fromEntries(Object.entries(reader.errors).map(([k, e]) => [k, e.code])) };
}

test('a form is read by its table: empty English is the Korean, other empty fields are null', () => {
  const typed = { titleKo: '제목', kind: 'a', parts: '대학\n\n 병원 ', at: '2026-11-24T10:00', reason: '왜' };
  expect(read(typed)).toEqual({
    values: {
      titleKo: '제목',
      titleEn: '제목',
      noteKo: null,
      noteEn: null,
      site: null,
      parts: ['대학', '병원'],
      seats: null,
      kind: 'a',
      at: new Date('2026-11-24T01:00:00Z'),
      scored: false,
      reason: '왜',
    },
    errors: {},
  });
});

test('each field says what is wrong with it', () => {
  const typed = {
    titleEn: 'Title',
    noteEn: 'English alone',
    site: 'http://a.example',
    seats: '4',
    kind: 'b',
  };
  expect(read(typed).errors).toEqual({
    titleKo: 'missing',
    noteKo: 'missing',
    site: 'not-https',
    seats: 'out-of-range',
    kind: 'unknown-choice',
    reason: 'reason-missing',
  });
});

test('a stored row is shown as it was typed; English that is the Korean is empty', () => {
  const row = { titleKo: '제목', titleEn: '제목', noteKo: '설', noteEn: 'Note', parts: ['a', 'b'], seats: 2 };
  const stored = { ...row, at: new Date('2026-11-24T01:00:00Z'), scored: true, site: null };
  const shown = viewFields(FIELDS, stored, { kind: [{ value: 'z', label: 'Z' }] });
  expect(Object.fromEntries(shown.map(({ name, value }) => [name, value]))).toEqual({
    titleKo: '제목',
    titleEn: '',
    noteKo: '설',
    noteEn: 'Note',
    site: '',
    parts: 'a\nb',
    seats: '2',
    kind: '',
    at: '2026-11-24T10:00',
    scored: 'on',
  });
  expect(shown.filter(({ required }) => required).map(({ name }) => name)).toEqual(['titleKo', 'kind']);
  expect(shown.find(({ name }) => name === 'kind')?.choices).toEqual([{ value: 'z', label: 'Z' }]);
});

test('boxes are counted; slugs, days and times have their shape', () => {
  const fields = defineFields({
    who: { label: '누구', type: 'boxes', required: true, max: 2 },
    slug: { label: '주소', type: 'slug', required: true },
    on: { label: '날', type: 'date' },
    clock: { label: '시각', type: 'time' },
  });
  const right = new AdminFormReader({ who: ['a', 'b'], slug: ['lg-ai'], on: ['2026-11-24'] });
  expect(right.read(fields)).toEqual({ who: ['a', 'b'], slug: 'lg-ai', on: '2026-11-24', clock: null });
  expect(right.isClean).toBe(true);
  const errorsOf = (typed: Record<string, string[]>) => {
    const reader = new AdminFormReader(typed);
    reader.read(fields);
    return Object.fromEntries(Object.entries(reader.errors).map(([name, { code }]) => [name, code]));
  };
  expect(errorsOf({ slug: ['LG'], on: ['tomorrow'], clock: ['25:00'] })).toEqual({
    who: 'nothing-chosen',
    slug: 'slug-shape',
    on: 'not-a-day',
    clock: 'not-a-time',
  });
  expect(errorsOf({ who: ['a', 'b', 'c'] })).toEqual({ who: 'wrong-count', slug: 'missing' });
});
