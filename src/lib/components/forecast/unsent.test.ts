import { expect, test } from 'vitest';
import { optionView } from '#lib/types/question.fixture.ts';
import { unsentText } from './unsent.ts';

const options = [optionView('skt', 'SKT'), optionView('upstage', '업스테이지'), optionView('lg', 'LG')];
const TYPED = { skt: '80', upstage: ' ', lg: '12.34' };
const PICKS = { mode: 'picks', picks: ['skt', 'upstage'], percent: TYPED, isDirty: true } as const;
const PICKED = { ...PICKS, picks: ['skt', 'upstage'], permille: [800, 800, 400] };

const crowd = { permille: null };

test.each([
  ['picks', PICKED, 'SKT 80% · 업스테이지 80% · LG 40%'],
  ['too few picks', { ...PICKS, picks: ['lg'], permille: null }, 'LG'],
  [
    'numbers as they were typed',
    { ...PICKED, mode: 'numbers', permille: null } as const,
    'SKT 80% · LG 12.34%',
  ],
  ['nothing that was not changed', { ...PICKED, isDirty: false }, ''],
])('keeps %s', (_, editor, text) => {
  expect(unsentText({ options, crowd, mine: null }, editor)).toBe(text);
});

test('says nothing of what stands already', () => {
  const mine = { permille: [800, 800, 400], madeAt: '2027-01-01T00:00:00.000Z' };
  expect(unsentText({ options, crowd, mine }, PICKED)).toBe('');
});
