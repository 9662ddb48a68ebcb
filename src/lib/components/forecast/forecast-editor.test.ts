// One form's state: picks and numbers that mean one forecast, and numbers that make room for each other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecasts } from '../../../../tests/vectors/arbitraries.ts';
import { isForecast } from '#lib/domain/seats.ts';
import { zip } from '#lib/domain/zip.ts';
import { percentNumber } from '#lib/format.ts';
import { optionView, questionView } from '#lib/types/question.fixture.ts';
import { ForecastEditor } from './forecast-editor.svelte.ts';

function editorOf(values: readonly (number | null)[], seats = 2, locked: readonly boolean[] = []) {
  const slugs = values.map((_, i) => `option-${i}`);
  const options = slugs.map((slug) => optionView(slug, slug));
  const texts = values.map((value) => (value === null ? '' : percentNumber(value)));
  const percent = Object.fromEntries(zip(slugs, texts));
  const form = { mode: 'numbers', picks: [], confidence: '', percent, basedOn: '', locked } as const;
  const editor = new ForecastEditor(questionView('asked', { options, seats }), {
    ...form,
    ...NEW_FORM,
    picks: [],
  });
  editor.fill({ ...form, picks: [] });
  return editor;
}
const NEW_FORM = { requestId: '', errors: {}, balanced: false };

/** Types a number as a reader does, who then leaves the field. */
function type(editor: ForecastEditor, index: number, text: string): boolean {
  editor.type(`option-${index}`, text);
  return editor.settle();
}

describe('moving', () => {
  test('any moves there and back leave the numbers as they were, whatever is locked', () => {
    const moves = forecasts().chain(({ seats, permille }) =>
      fc.record({
        seats: fc.constant(seats),
        permille: fc.constant(permille),
        index: fc.nat({ max: permille.length - 1 }),
        path: fc.array(fc.integer({ min: -100, max: 1100 }), { minLength: 1, maxLength: 5 }),
        locked: fc.array(fc.boolean(), { minLength: permille.length, maxLength: permille.length }),
      }),
    );
    fc.assert(
      fc.property(moves, ({ seats, permille, index, path, locked }) => {
        const editor = editorOf(permille, seats, locked);
        for (const value of path) {
          editor.moveTo(index, value);
          expect(isForecast(editor.values as number[], permille.length, seats)).toBe(true);
          locked.forEach((each, i) => each && expect(editor.values[i]).toBe(permille[i]));
        }
        editor.moveTo(index, permille[index]!);
        expect(editor.values).toEqual(permille);
      }),
    );
  });

  test('steps there and back leave the numbers as they were, too', () => {
    const editor = editorOf([803, 751, 446]);
    for (const step of [10, 10, 100, -100, -10, -10]) editor.moveBy(1, step);
    expect(editor.values).toEqual([803, 751, 446]);
  });

  test('what was typed in between is where the next move starts', () => {
    const editor = editorOf([800, 750, 450]);
    editor.moveTo(0, 900);
    type(editor, 0, '70');
    const typed = editor.values;
    editor.moveTo(0, 900);
    editor.moveTo(0, 700);
    expect(editor.values).toEqual(typed);
  });

  test('a lock in between keeps the number at which it was set', () => {
    const editor = editorOf([800, 750, 450]);
    editor.moveTo(0, 900);
    const kept = editor.values[1];
    editor.toggleLock(1);
    editor.moveTo(0, 600);
    expect(editor.values[1]).toBe(kept);
  });

  test('another option starts a move of its own', () => {
    const editor = editorOf([800, 750, 450]);
    editor.moveTo(0, 900);
    const left = editor.values;
    editor.moveTo(1, 999);
    editor.moveTo(1, left[1]!);
    expect(editor.values).toEqual(left);
  });

  test('a locked option cannot move, nor can the last one without a lock', () => {
    const two = editorOf([800, 750, 450], 2, [true, true, false]);
    expect([0, 1, 2].map((i) => two.canMove(i))).toEqual([false, false, false]);
    const one = editorOf([800, 750, 450], 2, [true, false, false]);
    expect([0, 1, 2].map((i) => one.canMove(i))).toEqual([false, true, true]);
  });

  test('blank fields start from even odds, and stay blank until something moves', () => {
    const editor = editorOf([null, null, null]);
    expect([0, 1, 2].map((i) => editor.valueOf(i))).toEqual([667, 667, 666]);
    expect([0, 1, 2].map((i) => editor.isSet(i))).toEqual([false, false, false]);
    expect(editor.canLock(0)).toBe(false);
    editor.moveTo(0, 900);
    expect(editor.permille?.[0]).toBe(900);
  });
});

describe('typing', () => {
  test('several numbers can be typed one after another', () => {
    const editor = editorOf([null, null, null]);
    expect(type(editor, 0, '80')).toBe(true);
    expect(editor.values).toEqual([800, 600, 600]);
    expect(type(editor, 1, '80')).toBe(true);
    expect(editor.values).toEqual([800, 800, 400]);
    expect(type(editor, 2, '40')).toBe(false);
    expect(editor.permille).toEqual([800, 800, 400]);
  });

  test('the sum is the seats after any typed number, or the number has a fault and stays', () => {
    const cases = forecasts().chain(({ seats, permille }) =>
      fc.record({
        seats: fc.constant(seats),
        permille: fc.constant(permille),
        typed: fc.array(
          fc.tuple(
            fc.nat({ max: permille.length - 1 }),
            fc.integer({ min: 0, max: 1000 }).map(percentNumber),
          ),
          { maxLength: 5 },
        ),
        locked: fc.array(fc.boolean(), { minLength: permille.length, maxLength: permille.length }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ seats, permille, typed, locked }) => {
        const editor = editorOf(permille, seats, locked);
        for (const [index, text] of typed.filter(([i]) => !locked[i])) {
          type(editor, index, text);
          expect(editor.percent[`option-${index}`]).toBe(text);
          expect((editor.permille === null) === (editor.faultOf(index) !== null)).toBe(true);
          locked.forEach((each, i) => each && expect(editor.values[i]).toBe(permille[i]));
          if (editor.permille === null) break;
        }
      }),
    );
  });

  test('what cannot be is said, and everything typed stays', () => {
    const editor = editorOf([800, 750, 450], 2, [false, true, false]);
    type(editor, 0, 'lots');
    expect(editor.faultOf(0)).toBe('not-a-percent');
    type(editor, 0, '100');
    expect(editor.faultOf(0)).toBe('out-of-range');
    type(editor, 0, '20');
    expect(editor.faultOf(0)).toEqual({ low: 251, high: 999 });
    expect(editor.percent).toEqual({ 'option-0': '20', 'option-1': '75', 'option-2': '45' });
    editor.toggleLock(1);
    expect(editor.faultOf(0)).toBeNull();
  });
});

describe('going on the other way', () => {
  test('picks become the numbers that they mean, and come back', () => {
    const editor = editorOf([null, null, null]);
    editor.switchTo('picks');
    editor.picks = ['option-0', 'option-2'];
    editor.slideTo(90);
    editor.switchTo('numbers');
    expect(editor.values).toEqual([900, 200, 900]);
    editor.moveTo(1, 100);
    editor.switchTo('picks');
    expect(editor.picks).toEqual(['option-0', 'option-2']);
    expect(editor.permille).toEqual([950, 100, 950]);
  });

  test('numbers that picks cannot say are not lost by a look at the picks', () => {
    const editor = editorOf([500, 900, 600]);
    editor.switchTo('picks');
    expect(editor.picks).toEqual(['option-1', 'option-2']);
    editor.switchTo('numbers');
    expect(editor.values).toEqual([500, 900, 600]);
  });
});

test('what is kept comes back whole', () => {
  const editor = editorOf([800, 750, 450]);
  editor.toggleLock(1);
  editor.moveTo(0, 900);
  const again = editorOf([null, null, null]);
  again.fill(editor.keep());
  expect(again.keep()).toEqual(editor.keep());
});
