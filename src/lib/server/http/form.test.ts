import { redirect, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { joinForm } from '../people/accounts/form.ts';
import { TooManyRequestsError, ValidationError } from '../platform/errors.ts';
import { runForm, typedBy } from './form.ts';

const FIELDS = {
  handle: ' 독자 ',
  email: 'reader@example.com',
  password: 'three seats, two teams',
  age14: 'on',
  terms: 'on',
  stray: 'x',
};

function arrive(fields: Record<string, string>, headers: object = {}): RequestEvent {
  const request = new Request('http://localhost/join', { method: 'POST', body: new URLSearchParams(fields) });
  return { request, setHeaders: (set: object) => Object.assign(headers, set) } as unknown as RequestEvent;
}

describe('a form', () => {
  test('that is valid runs the work with its values', async () => {
    const answer = await runForm(arrive(FIELDS), joinForm(true), (values) => Promise.resolve(values));
    expect(answer).toMatchObject({ handle: '독자', email: 'reader@example.com' });
  });

  test('that is invalid comes back with all messages, and all that was typed but the password', async () => {
    const wrong = { ...FIELDS, email: ' Nowhere', password: 'short', age14: '' };
    expect(await runForm(arrive(wrong), joinForm(true), (values) => Promise.resolve(values))).toMatchObject({
      status: 400,
      data: {
        form: {
          typed: { handle: [' 독자 '], email: [' Nowhere'], age14: [''], terms: ['on'] },
          errors: {
            email: expect.stringContaining('이메일 주소 모양이 아니에요.'),
            password: expect.stringContaining('비밀번호가 짧아요.'),
            age14: expect.stringContaining('만 14세'),
          },
        },
      },
    });
  });

  test.each([
    [new ValidationError('handle', 'handle-taken'), 400, 'handle'],
    [new TooManyRequestsError(60), 429, 'form'],
  ])('that is refused comes back with what was typed: %s', async (error, status, field) => {
    const answer = await runForm(arrive(FIELDS), joinForm(true), () =>
      Promise.reject<{ data: never }>(error),
    );
    const { password, stray, ...typed } = FIELDS;
    expect(answer).toMatchObject({ status, data: { form: { errors: { [field]: expect.any(String) } } } });
    expect(answer.data).toMatchObject({
      form: { typed: Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, [text]])) },
    });
    expect(JSON.stringify(answer)).not.toContain(password);
    expect(JSON.stringify(answer)).not.toContain(stray.repeat(2));
  });

  test('that is refused for a while has Retry-After', async () => {
    const headers = {};
    const error = new TooManyRequestsError(60);
    await runForm(arrive(FIELDS, headers), joinForm(true), () => Promise.reject<{ data: never }>(error));
    expect(headers).toEqual({ 'retry-after': '60' });
  });

  test('that succeeds passes on the redirect', async () => {
    await expect(runForm(arrive(FIELDS), joinForm(true), () => redirect(303, '/'))).rejects.toMatchObject({
      status: 303,
    });
  });
});

test('what is no form is a bad request', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const request = new Request('http://localhost/join', { method: 'POST', headers, body: '--b\r\nbroken' });
  await expect(typedBy({ request } as unknown as RequestEvent)).rejects.toMatchObject({
    status: 400,
    body: { code: 'bad-form' },
  });
});
