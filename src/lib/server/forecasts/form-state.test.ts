import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { forecasts } from '../../../../tests/vectors/arbitraries.ts';
import { formFor, readForecast } from './form.ts';
import { type Typed, typedIn } from '../http/fields.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MADE_AT = '2026-11-24T00:00:00.000Z';
const THREE = ['skt', 'upstage', 'lg'];

function questionOf(slugs: readonly string[], seats: number, permille: number[] | null): QuestionView {
  return questionView('final-3', {
    kind: 'final',
    round: 3,
    options: slugs.map((slug) => optionView(slug, slug, slug)),
    seats,
    author: { permille: [750, 750, 500], madeAt: MADE_AT, carriedOver: true },
    mine: permille && { permille, madeAt: MADE_AT },
  });
}

/** What a browser sends when a form is submitted unchanged. */
function sent(form: ForecastForm): Typed {
  const data = new FormData();
  data.set('requestId', form.requestId);
  if (form.mode === 'picks') {
    data.set('mode', 'picks');
    for (const slug of form.picks) data.append('pick', slug);
    data.set('confidence', form.confidence);
  } else {
    for (const [slug, percent] of Object.entries(form.percent)) data.set(`p.${slug}`, percent);
  }
  return typedIn(data);
}

describe('the form of a question', () => {
  test('has nothing selected without a forecast, and nothing of the author’s', () => {
    expect(formFor(questionOf(THREE, 2, null))).toEqual({
      mode: 'picks',
      requestId: expect.stringMatching(UUID) as string,
      picks: [],
      confidence: '',
      percent: {},
      errors: {},
      balanced: false,
      basedOn: '',
    });
  });

  test('has an id of its own every time', () => {
    const question = questionOf(THREE, 2, [800, 800, 400]);
    const ids = Array.from({ length: 100 }, () => formFor(question).requestId);
    expect(new Set(ids).size).toBe(100);
    expect(ids.every((id) => UUID.test(id))).toBe(true);
  });

  test.each<[string, number[], Partial<ForecastForm>]>([
    [
      'a forecast made by picks',
      [800, 400, 800],
      {
        mode: 'picks',
        picks: ['skt', 'lg'],
        confidence: '80',
        percent: { skt: '80', upstage: '40', lg: '80' },
      },
    ],
    [
      'picks at the lowest confidence that still tells them apart',
      [671, 671, 658],
      { mode: 'picks', picks: ['skt', 'upstage'], confidence: '67.1' },
    ],
    [
      'picks of unequal confidence',
      [900, 750, 350],
      { mode: 'numbers', picks: ['skt', 'upstage'], percent: { skt: '90', upstage: '75', lg: '35' } },
    ],
    [
      'a toss-up, which has no picks',
      [667, 667, 666],
      { mode: 'numbers', picks: [], confidence: '', percent: { skt: '66.7', upstage: '66.7', lg: '66.6' } },
    ],
  ])('is filled with %s', (_, permille, expected) => {
    expect(formFor(questionOf(THREE, 2, permille))).toMatchObject(expected);
  });

  test('offers the numbers of an older edition, in the fields alone, without a forecast on this one', () => {
    const carried = { from: 'final-3', permille: [800, 800, 400] };
    expect(formFor(questionOf(THREE, 2, null), carried)).toMatchObject({
      mode: 'numbers',
      percent: { skt: '80', upstage: '80', lg: '40' },
      carriedFrom: 'final-3',
    });
    const own = formFor(questionOf(THREE, 2, [700, 650, 650]), carried);
    expect(own.percent).toEqual({ skt: '70', upstage: '65', lg: '65' });
    expect(own.carriedFrom).toBeUndefined();
  });

  test('submitted unchanged is the same forecast, for any forecast', () => {
    fc.assert(
      fc.property(forecasts(), ({ seats, permille }) => {
        const slugs = permille.map((_, i) => `option-${i}`);
        const form = formFor(questionOf(slugs, seats, permille));
        const { values } = readForecast(sent(form), { options: slugs, seats, isOfCompanies: true });
        expect(values).toMatchObject({ permille, requestId: form.requestId });
      }),
      { numRuns: 500 },
    );
  });
});
