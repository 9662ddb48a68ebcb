import { expect, test } from 'vitest';
import { validationError, typedIn } from '#lib/components/admin/validation-messages.ts';
import { AdminFormReader } from './admin-form.ts';

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

test.each(NAMES)('a field named %s is answered like any other, and what comes back can be sent', (name) => {
  const data = new FormData();
  data.append(name, 'x');
  data.append(name, 'y');
  data.append('reason', 'why');
  const reader = new AdminFormReader(data);
  reader.fault(name, 'missing');
  const { form } = reader;
  expect(reader.isClean).toBe(false);
  // Kit's serialiser refuses a field of that name.
  expect(Object.hasOwn(form.typed, '__proto__')).toBe(false);
  expect(Object.hasOwn(form.faults, '__proto__')).toBe(false);
  expect(typedIn(form, 'reason')).toEqual(['why']);
  expect(typedIn(form, name)).toEqual(name === '__proto__' ? undefined : ['x', 'y']);
});

test.each(NAMES)('a field named %s has nothing where nothing came back', (name) => {
  const { form } = new AdminFormReader(new FormData());
  expect(typedIn(form, name)).toBeUndefined();
  expect(validationError(form, name)).toBeNull();
});
