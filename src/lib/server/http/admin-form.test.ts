import { expect, test } from 'vitest';
import { errorOf, typedIn as typedOf } from '#lib/components/base/form-state.ts';
import { typedIn } from './fields.ts';
import { AdminFormReader } from './admin-form.ts';
import { formState } from './form.ts';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

test.each(NAMES)('a field named %s is answered like any other, and what comes back can be sent', (name) => {
  const data = new FormData();
  data.append(name, 'x');
  data.append(name, 'y');
  data.append('reason', 'why');
  const form = formState(typedIn(data));
  // Kit's serialiser refuses a field of that name.
  expect(Object.hasOwn(form.typed, '__proto__')).toBe(false);
  expect(typedOf(form, 'reason')).toEqual(['why']);
  expect(typedOf(form, name)).toEqual(name === '__proto__' ? undefined : ['x', 'y']);
});

test.each(NAMES)('a field named %s has nothing where nothing came back', (name) => {
  const form = formState({});
  expect(typedOf(form, name)).toBeUndefined();
  expect(errorOf(form, name)).toBeNull();
});

test('of several errors of a field the first is kept', () => {
  const reader = new AdminFormReader({ day: ['tomorrow'] });
  expect(reader.isClean).toBe(true);
  reader.read({ day: { label: '', type: 'date' } });
  reader.addError('day', 'in-the-past');
  expect(reader.isClean).toBe(false);
  expect(reader.errors).toEqual({ day: { code: 'not-a-day' } });
});
