import { describe, expect, test } from 'vitest';
import { viewFields } from '#lib/components/admin/fields.ts';
import { typedIn } from '#lib/server/http/fields.ts';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { readDraft, readWordEdit, valuesOf } from '#lib/server/questions/draft-form.ts';
import { DRAFT, optionFields, WORDS } from './fields.ts';

const text = (ko: string, en: string) => ({ ko, en });
const COMPANIES = [
  { slug: 'skt', name: text('SK텔레콤', 'SK Telecom'), shortName: text('SKT', 'SKT') },
  { slug: 'lg', name: text('LG AI연구원', 'LG AI Research'), shortName: text('LG', 'LG') },
];
const FILLED: Record<string, string> = {
  kind: 'side',
  roundNumber: '3',
  scored: 'on',
  slug: 'rain',
  titleKo: '비가 올까요?',
  leadKo: '서울의 비를 봐요',
  rulesKo: '하나예요.\n\n  둘이에요.  ',
  officialSource: 'https://www.weather.go.kr/',
  'option.0.labelKo': '예',
  'option.0.labelEn': 'Yes',
  'option.3.labelKo': '아니요',
  seats: '1',
  closesAt: '2035-01-01T18:00',
};

function readerOf(fields: Record<string, string | undefined>): AdminFormReader {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) data.set(name, value);
  return new AdminFormReader(typedIn(data));
}

const draftOf = (reader: AdminFormReader) => readDraft(reader, reader.read(DRAFT), COMPANIES);

function read(change: Record<string, string | undefined> = {}) {
  const reader = readerOf({ ...FILLED, ...change });
  const draft = draftOf(reader);
  const codes = Object.entries(reader.errors).map(([name, { code }]) => [name, code]);
  return { draft, typed: reader.typed, errors: Object.fromEntries(codes) as Record<string, string> };
}

describe('the form of a question', () => {
  test('becomes a draft: empty rows left out, English falls back to Korean, slugs generated, Korean time', () => {
    const { draft, errors } = read();
    expect(errors).toEqual({});
    expect(draft).toEqual({
      slug: 'rain',
      kind: 'side',
      round: 3,
      scored: true,
      title: text('비가 올까요?', '비가 올까요?'),
      lead: text('서울의 비를 봐요', '서울의 비를 봐요'),
      rules: [text('하나예요.', '하나예요.'), text('둘이에요.', '둘이에요.')],
      officialSource: 'https://www.weather.go.kr/',
      options: [
        { slug: 'yes', label: text('예', 'Yes'), shortLabel: text('예', 'Yes'), company: null },
        {
          slug: 'option-4',
          label: text('아니요', '아니요'),
          shortLabel: text('아니요', '아니요'),
          company: null,
        },
      ],
      seats: 1,
      closesAt: new Date('2035-01-01T09:00:00Z'),
      endsBy: null,
      announcementRule: null,
    });
  });

  test('takes the names of a company where none are typed', () => {
    const { draft } = read({ 'option.0.labelKo': '', 'option.0.labelEn': '', 'option.0.company': 'skt' });
    expect(draft.options[0]).toEqual({
      slug: 'skt',
      label: text('SK텔레콤', 'SK Telecom'),
      shortLabel: text('SKT', 'SKT'),
      company: 'skt',
    });
  });

  test('filled from a draft is read back as the same draft', () => {
    const { draft } = read({ closesAt: '', endsBy: '2034-12-31', 'option.1.company': 'lg', seats: '2' });
    const fields = viewFields({ ...DRAFT, ...optionFields(2, COMPANIES) }, valuesOf(draft));
    const typed = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    expect(draftOf(readerOf(typed))).toEqual(draft);
  });

  test.each<[string, Record<string, string | undefined>, Record<string, string>]>([
    ['no title', { titleKo: ' ' }, { titleKo: 'missing' }],
    ['one option', { 'option.3.labelKo': '' }, { 'option.1.labelKo': 'missing' }],
    [
      'a row with an address alone',
      { 'option.3.labelKo': '', 'option.3.slug': 'no' },
      { 'option.3.labelKo': 'missing' },
    ],
    [
      'the same label twice',
      { 'option.3.labelKo': '예' },
      { 'option.3.labelKo': 'duplicate', 'option.3.shortKo': 'duplicate' },
    ],
    ['the same address twice', { 'option.3.slug': 'yes' }, { 'option.3.slug': 'duplicate' }],
    ['an address with spaces', { 'option.3.slug': 'n o' }, { 'option.3.slug': 'slug-shape' }],
    ['a company that there is not', { 'option.3.company': 'acme' }, { 'option.3.company': 'unknown-choice' }],
    ['a twenty-first option', { 'option.20.labelKo': '스물하나' }, { form: 'wrong-count' }],
    ['as many seats as options', { seats: '2' }, { seats: 'out-of-range' }],
    ['no seats', { seats: '0' }, { seats: 'out-of-range' }],
    ['no source', { officialSource: '' }, { officialSource: 'missing' }],
    ['a source without https', { officialSource: 'http://a.kr/' }, { officialSource: 'not-https' }],
    ['a rule twice', { rulesKo: '하나예요.\n하나예요.' }, { rulesKo: 'duplicate' }],
    ['rules that do not match', { rulesEn: 'One.' }, { rulesEn: 'wrong-count' }],
    ['no time at all', { closesAt: '' }, { endsBy: 'missing' }],
    ['an end before the close', { endsBy: '2034-01-01' }, { endsBy: 'out-of-range' }],
    ['no round for those who pass', { kind: 'advance', roundNumber: '' }, { roundNumber: 'missing' }],
    ['a round that there cannot be', { roundNumber: '100' }, { roundNumber: 'out-of-range' }],
    ['a kind that there is not', { kind: 'scenario' }, { kind: 'unknown-choice' }],
    ['the address of the admin’s own page', { slug: 'new' }, { slug: 'slug-taken' }],
  ])('with %s is refused beside the field', (_, change, errors) => {
    const answer = read(change);
    expect(answer.errors).toEqual(errors);
    expect(answer.typed['leadKo']).toEqual(['서울의 비를 봐요']);
  });

  test('needs no source for an opinion question', () => {
    expect(read({ scored: undefined, officialSource: '' })).toMatchObject({
      errors: {},
      draft: { scored: false, officialSource: null },
    });
  });

  test('of an opened question reads only words', () => {
    const { draft } = read();
    const reader = readerOf({
      ...FILLED,
      'option.1.labelKo': '아니오',
      'option.0.slug': 'other',
      seats: '9',
    });
    const words = readWordEdit(reader, reader.read(WORDS), draft);
    expect(reader.errors).toEqual({});
    expect(words.options).toEqual([
      draft.options[0],
      { ...draft.options[1], label: text('아니오', '아니오'), shortLabel: text('아니오', '아니오') },
    ]);
  });
});
