import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { unsentText } from './unsent.ts';

const options = [optionView('skt', 'SKT'), optionView('upstage', '업스테이지'), optionView('lg', 'LG')];
const NOTHING = { picks: [], permille: null, isDirty: false };
const BLANK = { percent: { skt: '', upstage: '', lg: '' }, isDirty: false };
const PICKED = { picks: ['skt', 'upstage'], permille: [800, 800, 400], isDirty: true };
const TYPED = { percent: { skt: '80', upstage: ' ', lg: '12.34' }, isDirty: true };

test.each([
  ['nothing', NOTHING, BLANK, ''],
  ['picks', PICKED, BLANK, 'SKT 80% · 업스테이지 80% · LG 40%'],
  ['too few picks', { picks: ['lg'], permille: null, isDirty: true }, BLANK, 'LG'],
  ['numbers as they were typed', NOTHING, TYPED, 'SKT 80% · LG 12.34%'],
  ['numbers rather than picks', PICKED, TYPED, 'SKT 80% · LG 12.34%'],
  ['nothing that was not changed', { ...PICKED, isDirty: false }, { ...TYPED, isDirty: false }, ''],
])('keeps %s', (_, picks, numbers, text) => {
  expect(unsentText({ options, mine: null }, { picks, numbers })).toBe(text);
});

test('says nothing of picks that are what stands already', () => {
  const mine = { permille: [800, 800, 400], madeAt: '2027-01-01T00:00:00.000Z' };
  expect(unsentText({ options, mine }, { picks: PICKED, numbers: BLANK })).toBe('');
});
