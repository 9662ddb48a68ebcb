import { error, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { validationError } from '#lib/components/admin/validation-messages.ts';
import {
  BusyError,
  EditConflictError,
  QuestionClosedError,
  QuestionNotFoundError,
  ValidationError,
} from '../errors.ts';
import { runAdminAction } from './admin-action.ts';

interface Logged {
  err: unknown;
  id: string;
}

/** What an admin typed, on its way; `logged` is what the log is told of it. */
function arrive(logged: Logged[] = []): RequestEvent {
  const body = new URLSearchParams({ titleKo: '새 소식', reason: '다시 확인했어요' });
  const app = { db: {}, config: {}, log: { error: (entry: Logged) => logged.push(entry) } };
  const event = {
    locals: { account: { id: 1, isAdmin: true }, app },
    request: new Request('http://localhost/admin/events/new', { method: 'POST', body }),
    route: { id: '/admin/events/new' },
  };
  return event as unknown as RequestEvent;
}

const run = (event: RequestEvent, cause: unknown) =>
  runAdminAction(event, {
    at: 'correct',
    read: () => null,
    change: () => Promise.reject(cause as Error),
  });

describe('a form of the admin pages whose change fails comes back with all that was typed', () => {
  const typed = { titleKo: ['새 소식'], reason: ['다시 확인했어요'] };

  test.each([
    ['a field at fault', new ValidationError('titleKo', 'duplicate'), 400, { titleKo: 'duplicate' }],
    ['a question that closed meanwhile', new QuestionClosedError(), 409, { form: 'not-possible-now' }],
    ['too much at once', new BusyError(), 503, { form: 'busy' }],
  ])('for %s', async (_, cause, status, faults) => {
    const logged: Logged[] = [];
    expect(await run(arrive(logged), cause)).toMatchObject({
      status,
      data: { at: 'correct', form: { typed, faults } },
    });
    expect(logged).toEqual([]);
  });

  test('for what somebody else has changed, which is shown with it', async () => {
    const stored = { id: 41, by: '다른 관리자', at: '2026-11-24T01:00:00.000Z', cells: [] };
    expect(await run(arrive(), new EditConflictError([stored]))).toMatchObject({
      status: 409,
      data: {
        form: {
          typed: { ...typed, expectedVersion: ['41'] },
          faults: { form: 'edit-conflict' },
          meanwhile: [stored],
        },
      },
    });
  });

  test('for what nobody expected, which is logged under the id that is shown', async () => {
    const logged: Logged[] = [];
    const cause = new Error('secret of the database');
    const answer = await run(arrive(logged), cause);
    expect(answer).toMatchObject({
      status: 500,
      data: { at: 'correct', form: { typed, faults: { form: 'unexpected' } } },
    });
    expect(logged).toEqual([expect.objectContaining({ err: cause, id: answer?.data.form.errorId })]);
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(validationError(answer!.data.form, 'form')).toContain('적은 것은 그대로');
  });
});

test('what is not there, and what is answered already, is no fault of the form', async () => {
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
