import { error, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import {
  BusyError,
  EditConflictError,
  InvalidResultError,
  QuestionClosedError,
  QuestionNotFoundError,
  ValidationError,
} from '../platform/errors.ts';
import { runAdminAction } from './admin-action.ts';

interface Logged {
  err: unknown;
  id: string;
}

/** A request with what an admin typed; `logged` gets the log entries. */
function arrive(logged: Logged[] = []): RequestEvent {
  const body = new URLSearchParams({ titleKo: '새 소식', reason: '다시 확인했어요' });
  const app = { db: {}, config: {}, log: { error: (entry: Logged) => logged.push(entry) } };
  const event = {
    locals: { account: { id: 1, isAdmin: true }, app },
    request: new Request('http://localhost/admin/events/new', { method: 'POST', body }),
    route: { id: '/admin/events/new' },
    setHeaders: () => undefined,
    url: new URL('http://localhost/admin/events/shortlist?/correct'),
  };
  return event as unknown as RequestEvent;
}

const run = (event: RequestEvent, cause: unknown) =>
  runAdminAction(event, {
    read: () => null,
    change: () => Promise.reject(cause as Error),
  });

test('an admin who has a passkey and did not sign in by it changes nothing', async () => {
  const event = arrive();
  event.locals.lacksPasskey = true;
  let isChanged = false;
  const change = () => Promise.resolve(String((isChanged = true)));
  expect(await runAdminAction(event, { read: () => null, change })).toMatchObject({
    status: 403,
    data: { form: { errors: { form: expect.stringContaining('패스키') } } },
  });
  expect(isChanged).toBe(false);
});

describe('a form of the admin pages whose change fails comes back with all that was typed', () => {
  const typed = { titleKo: ['새 소식'], reason: ['다시 확인했어요'] };

  test.each([
    [
      'a wrong field',
      new ValidationError('titleKo', 'duplicate'),
      400,
      { titleKo: '같은 것이 두 번 있어요.' },
    ],
    ['a question that has closed', new QuestionClosedError(), 409, { form: expect.stringContaining('마감') }],
    ['an overload', new BusyError(), 503, { form: expect.stringContaining('몰렸어요') }],
    ['anything else', new InvalidResultError(), 422, { form: '지금은 할 수 없어요.' }],
  ])('for %s', async (_, cause, status, errors) => {
    const logged: Logged[] = [];
    expect(await run(arrive(logged), cause)).toMatchObject({
      status,
      data: { at: 'correct', form: { typed, errors } },
    });
    expect(logged).toEqual([]);
  });

  test('for an edit conflict, which is shown with it', async () => {
    const stored = { id: 41, by: '다른 관리자', at: '2026-11-24T01:00:00.000Z', cells: [] };
    expect(await run(arrive(), new EditConflictError([stored]))).toMatchObject({
      status: 409,
      data: {
        form: {
          typed: { ...typed, expectedVersion: ['41'] },
          errors: { form: expect.stringContaining('먼저 바꿨어요') },
          editConflicts: [stored],
        },
      },
    });
  });

  test('for an unknown error, which is logged under the id that is shown', async () => {
    const logged: Logged[] = [];
    const cause = new Error('secret of the database');
    const answer = await run(arrive(logged), cause);
    expect(answer).toMatchObject({ status: 500, data: { at: 'correct', form: { typed } } });
    expect(logged).toEqual([expect.objectContaining({ err: cause })]);
    expect(answer?.data.form.errors['form']).toContain('적은 것은 그대로');
    expect(answer?.data.form.errors['form']).toContain(logged[0]?.id);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

test('a missing record and Kit’s own errors are not errors of the form', async () => {
  const missing = new QuestionNotFoundError('x');
  await expect(run(arrive(), missing)).rejects.toBe(missing);
  const answered = await run(
    arrive(),
    catchError(() => error(410, 'Gone')),
  ).catch((cause: unknown) => cause);
  expect(isHttpError(answered, 410)).toBe(true);
  expect(isRedirect(answered)).toBe(false);
});

function catchError(work: () => never): unknown {
  try {
    return work();
  } catch (cause) {
    return cause;
  }
}
