// How a form is answered: read by its schema, then done; or 4xx with all that was typed, and what is wrong in words.
import { error, fail, isHttpError, type RequestEvent } from '@sveltejs/kit';
import type { GenericSchema, InferOutput, ObjectEntries } from 'valibot';
import type { EditConflictView, FormState } from '#lib/types/form.ts';
import { type FieldErrors, readForm, type Typed, typedIn } from './fields.ts';
import { refusalOf } from './errors.ts';
import { messagesOf } from './messages.ts';

/** A schema of an object, whose fields alone come back. */
type FormSchema = GenericSchema & { entries: ObjectEntries };

/** Never sent back. */
const SECRETS = ['password', 'newPassword'];

/** Everything typed into a form. */
export async function typedBy(event: RequestEvent): Promise<Typed> {
  try {
    return typedIn(await event.request.formData());
  } catch (cause) {
    if (isHttpError(cause) || isSizeError(cause)) throw cause;
    // Broken multipart.
    error(400, { message: 'The form could not be read.', code: 'bad-form' });
  }
}

/**
 * Answers a form.
 *
 * @param work what is done with the form's values; what it throws is said in the form
 */
export async function runForm<S extends FormSchema, T>(
  event: RequestEvent,
  schema: S,
  work: (values: InferOutput<S>, typed: Typed) => Promise<T>,
) {
  const typed = await typedBy(event);
  const read = readForm(schema, typed);
  const shown = pick(typed, (name) => Object.hasOwn(schema.entries, name));
  if (read.errors) return fail(400, { form: formState(shown, read.errors) });
  try {
    return await work(read.values, typed);
  } catch (cause) {
    const refusal = refusalOf(event, cause);
    return fail(refusal.status, { form: formState(shown, refusal.errors) });
  }
}

/** A form as it comes back, without secrets. */
export function formState(
  typed: Typed,
  errors: FieldErrors = {},
  editConflicts?: EditConflictView[],
): FormState {
  const shown = pick(typed, (name) => !SECRETS.includes(name));
  return { typed: shown, errors: messagesOf(errors), ...(editConflicts && { editConflicts }) };
}

function pick(typed: Typed, isPicked: (name: string) => boolean): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => isPicked(name)));
}

function isSizeError(cause: unknown): boolean {
  return cause instanceof Error && 'status' in cause && cause.status === 413;
}
