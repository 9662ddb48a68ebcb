import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { all, formRule, one, readForm, rule, typedIn } from './fields.ts';

describe('everything typed', () => {
  test('is kept by name in its order, a file as an empty text', () => {
    const data = new FormData();
    data.append('pick', 'b');
    data.append('pick', 'a');
    data.append('p.a', new File(['80'], 'number.txt'));
    data.append('__proto__', 'x');
    expect(typedIn(data)).toEqual({ pick: ['b', 'a'], 'p.a': [''] });
  });
});

describe('a form', () => {
  const schema = v.pipe(
    v.object({
      from: v.pipe(one, v.nonEmpty('missing'), v.maxLength(1, 'too-long')),
      items: v.pipe(
        all,
        v.checkItems((item) => item !== 'x', 'unknown-choice'),
      ),
      to: v.pipe(
        one,
        rule((text) => (text === 'b' ? { code: 'wrong-sum', got: 3, limit: 4 } : null)),
      ),
    }),
    formRule(({ from, to }) => ({ form: from === to ? 'duplicate' : null })),
  );
  const errorsOf = (typed: Record<string, string[]>) => readForm(schema, typed).errors;

  test('gives its values where nothing is wrong', () => {
    expect(readForm(schema, { from: ['a'], items: ['y'] })).toEqual({
      values: { from: 'a', items: ['y'], to: '' },
      errors: null,
    });
  });

  test('names the first error of every field, of a repeated one by its number', () => {
    expect(errorsOf({ items: ['x', 'y', 'x'], to: ['b'] })).toEqual({
      from: { code: 'missing' },
      items: { code: 'unknown-choice' },
      'items.2': { code: 'unknown-choice' },
      to: { code: 'wrong-sum', got: 3, limit: 4 },
    });
  });

  test('is looked at as a whole once its fields are right', () => {
    expect(errorsOf({ from: ['a'], to: ['a'] })).toEqual({ form: { code: 'duplicate' } });
    expect(errorsOf({ from: ['aa'], to: ['aa'] })).toEqual({ from: { code: 'too-long' } });
  });

  test('throws when a schema has no validation code', () => {
    expect(() => readForm(v.object({ a: v.pipe(one, v.nonEmpty()) }), {})).toThrow('no validation code');
  });
});
