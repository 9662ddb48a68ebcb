import type { SubmitFunction } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { busy } from './busy.ts';

/** As much of an element as a form on its way needs. */
function element() {
  const attributes = new Map<string, string>();
  return {
    attributes,
    hasAttribute: (name: string) => attributes.has(name),
    setAttribute: (name: string, value: string) => attributes.set(name, value),
    removeAttribute: (name: string) => attributes.delete(name),
  };
}

type Input = Parameters<SubmitFunction>[0];
type Answer = Parameters<Exclude<Awaited<ReturnType<SubmitFunction>>, void>>[0];

function pressing() {
  const [form, button, cancel] = [element(), element(), vi.fn()];
  const input = { formElement: form, submitter: button, cancel } as unknown as Input;
  return { form, button, cancel, press: (submit: SubmitFunction) => submit(input) };
}

const answer = (update = vi.fn(() => Promise.resolve())) => ({ update }) as unknown as Answer;

test('a form says that it is on its way until the answer has been shown', async () => {
  const { form, button, press } = pressing();
  const answered = await press(busy());
  expect(form.attributes.get('aria-busy')).toBe('true');
  expect(button.attributes.get('aria-disabled')).toBe('true');
  const update = vi.fn(() => Promise.resolve());
  await answered?.(answer(update));
  expect(update).toHaveBeenCalledOnce();
  expect([...form.attributes, ...button.attributes]).toEqual([]);
});

test('pressing twice sends once, and again after the answer', async () => {
  const { cancel, press } = pressing();
  const submit = busy();
  const answered = await press(submit);
  await press(submit);
  expect(cancel).toHaveBeenCalledOnce();
  await answered?.(answer());
  await press(submit);
  expect(cancel).toHaveBeenCalledOnce();
});

test('what the form does on its own is done in place of the usual', async () => {
  const { press } = pressing();
  const own = vi.fn();
  const update = vi.fn(() => Promise.resolve());
  const answered = await press(busy(() => own));
  await answered?.(answer(update));
  expect(own).toHaveBeenCalledOnce();
  expect(update).not.toHaveBeenCalled();
});

test('a form that fails or is called back is free again', async () => {
  const { form, cancel, press } = pressing();
  const answered = await press(busy(() => () => Promise.reject(new Error('broken'))));
  await expect(answered?.(answer())).rejects.toThrow('broken');
  expect(form.attributes.size).toBe(0);
  await press(busy((input) => input.cancel()));
  expect(cancel).toHaveBeenCalledOnce();
  expect(form.attributes.size).toBe(0);
});
