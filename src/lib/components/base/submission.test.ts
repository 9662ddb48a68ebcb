import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { type Answer, Submission } from './submission.svelte.ts';

/** The parts of an element that a submission uses. */
function element() {
  const attributes = new Map<string, string>();
  return {
    attributes,
    setAttribute: (name: string, value: string) => attributes.set(name, value),
    removeAttribute: (name: string) => attributes.delete(name),
    querySelector: () => null,
  };
}

type Input = Parameters<SubmitFunction>[0];

function pressing(submission: Submission) {
  const [form, button, cancel] = [element(), element(), vi.fn()];
  const input = { formElement: form, submitter: button, cancel } as unknown as Input;
  const answer = (result: Partial<ActionResult>, update = vi.fn(() => Promise.resolve())) =>
    ({ formElement: form, result, update }) as unknown as Answer;
  return { form, button, cancel, answer, press: () => submission.enhance(input) };
}

test('a form is pending until the answer has been shown', async () => {
  const submission = new Submission();
  const { form, button, answer, press } = pressing(submission);
  const answered = await press();
  expect(submission.pending).toBe(true);
  expect(form.attributes.get('aria-busy')).toBe('true');
  expect(button.attributes.get('aria-disabled')).toBe('true');
  const update = vi.fn(() => Promise.resolve());
  await answered?.(answer({ type: 'success' }, update));
  expect(update).toHaveBeenCalledExactlyOnceWith({ reset: false });
  expect(submission.pending).toBe(false);
  expect([...form.attributes, ...button.attributes]).toEqual([]);
});

test('pressing twice sends once, and again after the answer', async () => {
  const { answer, cancel, press } = pressing(new Submission());
  const answered = await press();
  await press();
  expect(cancel).toHaveBeenCalledOnce();
  await answered?.(answer({ type: 'failure' }));
  await press();
  expect(cancel).toHaveBeenCalledOnce();
});

test.each([
  ['no network', { type: 'error', error: new TypeError() }, 'offline'],
  ['a broken server', { type: 'error', status: 500, error: {} }, 'server'],
  ['a problem document, as where the session has ended', { type: 'about:blank', status: 404 }, 'server'],
])('%s leaves everything typed in the form, and is said', async (_, result, failure) => {
  const submission = new Submission();
  const { answer, press } = pressing(submission);
  const update = vi.fn(() => Promise.resolve());
  const answered = await press();
  await answered?.(answer(result as Partial<ActionResult>, update));
  expect(update).not.toHaveBeenCalled();
  expect([submission.failure, submission.pending]).toEqual([failure, false]);
  await press();
  expect(submission.failure).toBeNull();
});

test('a form shows an answer and moves the focus on its own', async () => {
  const [show, focus] = [vi.fn(() => Promise.resolve()), vi.fn()];
  const { answer, press } = pressing(new Submission({ show, focus }));
  const update = vi.fn(() => Promise.resolve());
  const answered = await press();
  await answered?.(answer({ type: 'success' }, update));
  expect([show, focus, update].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 0]);
});

test('a form whose answer cannot be shown can be sent again', async () => {
  const show = () => Promise.reject(new Error('broken'));
  const submission = new Submission({ show });
  const { form, answer, press } = pressing(submission);
  const answered = await press();
  await expect(answered?.(answer({ type: 'success' }))).rejects.toThrow('broken');
  expect([submission.pending, form.attributes.size]).toEqual([false, 0]);
});
