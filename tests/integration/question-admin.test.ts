// Questions in the admin pages: drafts, the words of opened ones, closes and templates.
import { describe, expect, test } from 'vitest';
import type { Text } from '#lib/contest/types.ts';
import { CachedQuestion, fieldOf } from '#lib/server/forecasts/crowd/cached-questions.ts';
import { QuestionClosedError, QuestionNotFoundError } from '#lib/server/platform/errors.ts';
import * as questionAdmin from '#lib/server/questions/admin.ts';
import { editWords, schedule } from '#lib/server/questions/admin.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as notices from '#lib/server/people/notices/service.ts';
import { catalogued } from '#lib/server/questions/catalogue.ts';
import { readClock } from '#lib/server/questions/queries.ts';
import * as questions from '#lib/server/questions/service.ts';
import { fill, TEMPLATES } from '#lib/server/questions/templates.ts';
import { contestOn, editsOn } from './setup/catalogue.ts';
import { connectAt } from './setup/clock.ts';
import { insertForecaster, insertForecasters, listAudit, placeOn, questionId } from './setup/factories.ts';
import { DRAFT, noticesOf, option, setUp, shown, VISITOR } from './setup/question-admin.ts';
import { errorOf } from './setup/validation.ts';

const WHY = '글자가 빠졌어요';

describe('a draft', () => {
  test('is on no public page, accepts no forecast, and is on the admin pages', async () => {
    const { db, admin, keeper } = await setUp();
    const before = await shown(db, keeper);
    await drafts.create(db, admin, DRAFT);
    expect(await shown(db, keeper)).toEqual(before);
    await expect(questions.get(db, keeper, VISITOR, 'rain')).rejects.toThrow(QuestionNotFoundError);
    await expect(questions.getField(db, 'rain')).rejects.toThrow(QuestionNotFoundError);
    const placing = placeOn(db, 'rain', admin.accountId, [500, 500]);
    await expect(placing).rejects.toThrow(QuestionNotFoundError);
    await keeper.start();
    expect(keeper.field('rain')).toBeUndefined();
    await keeper.stop();
    expect((await drafts.list(db)).map(({ slug }) => slug)).toEqual(['rain']);
    expect((await questionAdmin.get(db, 'rain')).draft).toEqual(DRAFT);
    expect(await noticesOf(db, 'rain')).toEqual([]);
  });

  test('can be changed completely and deleted', async () => {
    const { db, admin } = await setUp();
    await drafts.create(db, admin, DRAFT);
    const shape = { kind: 'final' as const, scored: false, seats: 2 };
    const other = { ...DRAFT, ...shape, slug: 'snow', options: [option('a'), option('b'), option('c')] };
    await drafts.save(db, admin, 'rain', other);
    expect((await questionAdmin.get(db, 'snow')).draft).toEqual(other);
    await expect(questionAdmin.get(db, 'rain')).rejects.toThrow(QuestionNotFoundError);
    await drafts.discard(db, admin, 'snow');
    expect(await drafts.list(db)).toEqual([]);
  });

  test('has a unique slug, and a round that there is', async () => {
    const { db, admin } = await setUp();
    expect(await errorOf(drafts.create(db, admin, { ...DRAFT, round: 9 }))).toBe(
      'roundNumber: unknown-choice',
    );
    expect(await errorOf(drafts.create(db, admin, { ...DRAFT, slug: 'final-3' }))).toBe('slug: slug-taken');
    await drafts.create(db, admin, DRAFT);
    expect(await errorOf(drafts.save(db, admin, 'rain', { ...DRAFT, slug: 'count-3' }))).toBe(
      'slug: slug-taken',
    );
  });

  test('is opened once, at the current time, with a notice to everybody', async () => {
    const { db, admin, keeper } = await setUp();
    await drafts.create(db, admin, DRAFT);
    const before = await readClock(db);
    await drafts.open(db, admin, 'rain');
    const question = await questions.get(db, keeper, VISITOR, 'rain');
    const endsBy = DRAFT.endsBy?.toISOString();
    expect(question).toMatchObject({ phase: 'open', kind: 'side', round: 3, seats: 1, endsBy });
    expect(Date.parse(question.opensAt)).toBeGreaterThanOrEqual(before.getTime());
    expect((await shown(db, keeper)).at(-1)).toBe('rain');
    expect(await noticesOf(db, 'rain')).toEqual(['opened']);
    await placeOn(db, 'rain', admin.accountId, [300, 700]);
    for (const again of [
      () => drafts.open(db, admin, 'rain'),
      () => drafts.discard(db, admin, 'rain'),
      () => drafts.save(db, admin, 'rain', DRAFT),
    ])
      expect(await errorOf(again())).toBe('form: not-possible-now');
  });

  test('cannot be opened with times in the past', async () => {
    const { db, admin, appUrl } = await setUp();
    await drafts.create(db, admin, { ...DRAFT, closesAt: new Date('2034-01-01T00:00:00Z') });
    const late = connectAt(appUrl, '2034-01-01T00:00:00Z');
    expect(await errorOf(drafts.open(late, admin, 'rain'))).toBe('closesAt: in-the-past');
    const later = connectAt(appUrl, '2036-01-01T00:00:00Z');
    expect(await errorOf(drafts.save(later, admin, 'rain', DRAFT))).toBe('endsBy: in-the-past');
    expect((await questionAdmin.get(db, 'rain')).isDraft).toBe(true);
  });

  test('cannot be opened without an end, as that of an edition whose end has passed', async () => {
    const { db, admin } = await setUp();
    await drafts.create(db, admin, { ...DRAFT, closesAt: null, endsBy: null });
    expect(await errorOf(drafts.open(db, admin, 'rain'))).toBe('form: no-end');
  });

  test('has its changes in the audit log, with actor, before and after', async () => {
    const { db, admin } = await setUp();
    await drafts.create(db, admin, DRAFT);
    await drafts.save(db, admin, 'rain', { ...DRAFT, title: { ko: '비가 올까요?', en: 'Rain?' } });
    await drafts.open(db, admin, 'rain');
    const rows = (await listAudit(db)).filter(({ rowKey }) => rowKey === 'rain');
    expect(rows).toMatchObject([
      { ...admin, action: 'insert', subject: 'question' },
      { ...admin, action: 'update', before: { titleEn: DRAFT.title.en }, after: { titleEn: 'Rain?' } },
      { ...admin, action: 'update', before: { isDraft: true }, after: { isDraft: false } },
    ]);
  });
});

describe('the texts of an opened question', () => {
  async function opened() {
    const given = await setUp();
    await drafts.create(given.db, given.admin, DRAFT);
    await drafts.open(given.db, given.admin, 'rain');
    const id = await questionId(given.db, 'rain');
    return { ...given, question: { id, slug: 'rain' } };
  }

  test('change freely until the first forecast', async () => {
    const { db, admin } = await opened();
    const words = { ...DRAFT, title: { ko: '전혀 다른 질문일까요?', en: 'Another question?' } };
    await editWords(db, admin, 'rain', words);
    expect((await questionAdmin.get(db, 'rain')).draft.title).toEqual(words.title);
    expect(await editsOn(db, 'rain')).toEqual([]);
    expect(await noticesOf(db, 'rain')).toEqual(['opened']);
  });

  test('afterwards change only with a reason, with before and after shown publicly', async () => {
    const { db, admin } = await opened();
    await placeOn(db, 'rain', await insertForecaster(db), [300, 700]);
    const no = { ...option('no', '아니오'), shortLabel: { ko: '아뇨', en: '아뇨' } };
    const words = {
      title: { ...DRAFT.title, ko: '발표하는 날 비가 올까요' },
      lead: { ...DRAFT.lead, en: 'Rain in Seoul is what counts' },
      rules: DRAFT.rules.slice(0, 1),
      officialSource: 'https://www.weather.go.kr/seoul',
      options: [option('yes', '예'), no],
    };
    for (const [name, value] of Object.entries(words)) {
      const edit = editWords(db, admin, 'rain', { ...DRAFT, [name]: value });
      expect(await errorOf(edit), name).toBe('reason: reason-missing');
    }
    expect((await questionAdmin.get(db, 'rain')).draft).toEqual(DRAFT);
    const before = (await readClock(db)).toISOString();
    await editWords(db, { ...admin, reason: WHY }, 'rain', words);
    const after = (await readClock(db)).toISOString();
    expect((await questionAdmin.get(db, 'rain')).draft).toMatchObject(words);
    const [edit, ...others] = await editsOn(db, 'rain');
    expect(others).toEqual([]);
    expect(edit!.reason).toBe(WHY);
    expect(edit!.at >= before && edit!.at <= after).toBe(true);
    const [mm, none] = DRAFT.rules as [Text, Text];
    expect(edit!.changes).toEqual(
      expect.arrayContaining([
        { part: 'title', before: '발표하는 날 비가 올까요?', after: '발표하는 날 비가 올까요' },
        { part: 'lead', before: 'Rain in Seoul counts', after: 'Rain in Seoul is what counts' },
        { part: 'rules', before: none.ko, after: '' },
        { part: 'rules', before: none.en, after: '' },
        {
          part: 'source',
          before: 'https://www.weather.go.kr/',
          after: 'https://www.weather.go.kr/seoul',
        },
        { part: 'option', before: '아니요', after: '아니오' },
        { part: 'option', before: '아니요', after: '아뇨' },
      ]),
    );
    expect(edit!.changes.map(({ before }) => before)).not.toContain(mm.ko);
  });

  test('notify everybody who has forecast, also after a withdrawal, and nobody else', async () => {
    const { db, admin } = await opened();
    const [forecaster, withdrawn, other] = await insertForecasters(db, 3);
    await placeOn(db, 'rain', forecaster, [300, 700]);
    await placeOn(db, 'rain', withdrawn, [300, 700]);
    await placeOn(db, 'rain', withdrawn, null);
    const words = { ...DRAFT, lead: { ko: '서울의 비', en: 'Rain' } };
    await editWords(db, { ...admin, reason: WHY }, 'rain', words);
    const kinds = async (account: number) => (await notices.list(db, account, 10)).map(({ kind }) => kind);
    expect(await kinds(forecaster)).toEqual(['edited']);
    expect(await kinds(withdrawn)).toEqual(['edited']);
    expect(await kinds(other)).toEqual([]);
    expect((await notices.list(db, forecaster, 10))[0]).toMatchObject({ slug: 'rain', isNew: true });
  });

  test('that are saved unchanged are no edit', async () => {
    const { db, admin } = await opened();
    await placeOn(db, 'rain', await insertForecaster(db), [300, 700]);
    await editWords(db, { ...admin, reason: WHY }, 'rain', DRAFT);
    await editWords(db, admin, 'rain', DRAFT);
    expect(await editsOn(db, 'rain')).toEqual([]);
    expect(await noticesOf(db, 'rain')).toEqual(['opened']);
  });

  test('never change options or seats', async () => {
    const { db, admin } = await opened();
    const longer = { ...DRAFT, options: [...DRAFT.options, option('perhaps')] };
    expect(await errorOf(editWords(db, admin, 'rain', longer))).toBe('form: not-possible-now');
    await editWords(db, admin, 'rain', { ...DRAFT, options: DRAFT.options.toReversed() });
    const { draft } = await questionAdmin.get(db, 'rain');
    expect(draft.options.map(({ slug }) => slug)).toEqual(['yes', 'no']);
  });
});

test('a question with an unknown close accepts forecasts until its end date', async () => {
  const { db, appUrl, admin, keeper } = await setUp();
  await drafts.create(db, admin, DRAFT);
  await drafts.open(db, admin, 'rain');
  const member = await insertForecaster(db);
  const before = connectAt(appUrl, '2034-12-31T14:59:59Z');
  await placeOn(before, 'rain', member, [400, 600]);
  expect((await questions.getField(before, 'rain')).phase).toBe('open');
  const at = connectAt(appUrl, '2034-12-31T15:00:00Z');
  await expect(placeOn(at, 'rain', member, [500, 500])).rejects.toThrow(QuestionClosedError);
  const { phase, closesAt } = await questions.get(at, keeper, VISITOR, 'rain');
  expect([phase, closesAt]).toEqual(['closed', null]);
  const cached = (await catalogued(at)).map(fieldOf).find(({ slug }) => slug === 'rain')!;
  expect(new CachedQuestion(cached).isOpen(new Date('2034-12-31T14:59:59Z'))).toBe(true);
  expect(new CachedQuestion(cached).isOpen(new Date('2034-12-31T15:00:00Z'))).toBe(false);
});

describe('a close set on the admin pages', () => {
  test.each([
    ['that has passed', '2020-01-01T00:00:00Z', 'closesAt: in-the-past'],
    ['after the day by which the question ends', '2036-01-01T00:00:00Z', 'closesAt: out-of-range'],
  ])('%s is refused', async (_, at, error) => {
    const { db, admin } = await setUp();
    await drafts.create(db, admin, DRAFT);
    const early = schedule(db, admin, 'rain', new Date('2034-01-01T00:00:00Z'));
    expect(await errorOf(early)).toBe('form: not-possible-now');
    await drafts.open(db, admin, 'rain');
    expect(await errorOf(schedule(db, admin, 'rain', new Date(at)))).toBe(error);
  });

  test('can become unknown only when the question has an end date', async () => {
    const { db, admin } = await setUp();
    await drafts.create(db, admin, { ...DRAFT, endsBy: null, closesAt: new Date('2034-01-01T00:00:00Z') });
    await drafts.open(db, admin, 'rain');
    expect(await errorOf(schedule(db, admin, 'rain', null))).toBe('closesAt: missing');
    await schedule(db, admin, 'final-3', new Date('2027-01-01T00:00:00Z'));
    await schedule(db, admin, 'final-3', null);
    expect((await questionAdmin.get(db, 'final-3')).draft.closesAt).toBeNull();
    await questions.close(db, admin, 'final-3');
    expect(await errorOf(schedule(db, admin, 'final-3', null))).toBe('form: not-possible-now');
  });
});

describe('the templates', () => {
  test('are complete questions that can be opened unchanged', async () => {
    const { db, admin, keeper } = await setUp();
    const { companies, rounds } = await contestOn(db);
    for (const template of TEMPLATES) {
      const draft = fill(template, { round: rounds.at(-1)!, companies, day: '2033-03-31' });
      await drafts.create(db, admin, draft);
      await drafts.open(db, admin, draft.slug);
      const question = await questions.get(db, keeper, VISITOR, draft.slug);
      expect(question.phase).toBe('open');
      expect(question.options.length).toBeGreaterThan(question.seats);
      expect(new Set(question.rules.map(({ ko }) => ko)).size).toBe(question.rules.length);
      for (const { ko, en } of [question.title, question.lead, ...question.rules]) {
        expect(ko).toMatch(/[가-힣]/);
        expect(en).not.toMatch(/[가-힣]/);
      }
    }
    const index = await questions.get(db, keeper, VISITOR, 'aa-index-2033-03');
    expect(index.options.map(({ slug }) => slug)).toEqual(['lg', 'skt', 'upstage', 'tie-or-none']);
    expect(index.closesAt).toBe('2033-03-31T15:00:00.000Z');
    const month = await questions.get(db, keeper, VISITOR, 'round-3-month');
    const months = ['2033-03', '2033-04', '2033-05', '2033-06', '2033-07', '2033-08'];
    expect(month.options.map(({ slug }) => slug)).toEqual([...months, 'later']);
  });
});
