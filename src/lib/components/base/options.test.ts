import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import { rowOrder, RowOrders } from './options.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const COMPANIES = [
  optionView('x', '하', 'skt'),
  optionView('y', '가', 'lg'),
  optionView('z', '나', 'upstage'),
];

function asked(permille: number[] | null, options = COMPANIES) {
  const { crowd } = questionView('final');
  return questionView('final', { options, seats: 2, crowd: { ...crowd, permille } });
}

test.each([
  ['by odds', [600, 700, 700], [1, 2, 0]],
  ['by name without odds', null, [1, 2, 0]],
] as const)('companies stand %s', (_, permille, order) => {
  expect(rowOrder(asked(permille && [...permille]))).toEqual(order);
});

test('names are those of the language', () => {
  overwriteGetLocale(() => 'en');
  expect(rowOrder(asked(null))).toEqual([0, 1, 2]);
});

test('other answers stay as they were asked', () => {
  const options = [optionView('no'), optionView('yes')];
  expect(rowOrder(asked([300, 700], options))).toEqual([0, 1]);
});

test('a page keeps an order until the next page', () => {
  const orders = new RowOrders();
  expect(orders.of(asked([800, 700, 500]))).toEqual([0, 1, 2]);
  expect(orders.of(asked([500, 700, 800]))).toEqual([0, 1, 2]);
  orders.clear();
  expect(orders.of(asked([500, 700, 800]))).toEqual([2, 1, 0]);
});
