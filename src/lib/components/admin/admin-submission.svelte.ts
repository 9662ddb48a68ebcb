/**
 * A form of the admin pages on its way to the server. Whatever happens on the way, what was typed stays in it: an answer
 * that is no answer is said beside it, never in its place.
 */
import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { tick } from 'svelte';
import { busy } from '#lib/components/base/busy.ts';

interface Options {
  /** Where the focus goes once the answer is shown; the first field at fault where nothing is named. */
  next?: (form: HTMLFormElement, result: ActionResult, action: URL) => HTMLElement | null;
  /** Whether the page's data are read again. */
  invalidates?: (result: ActionResult) => boolean;
}

/** What our actions answer; whatever else comes, as where the session has ended meanwhile, saved nothing. */
const ANSWERS: readonly string[] = ['success', 'failure', 'redirect'];

export class AdminSubmission {
  /** It did not arrive, or broke at the server; null where it was answered. */
  failure = $state.raw<'unsent' | 'broken' | null>(null);
  readonly #options: Options;

  constructor(options: Options = {}) {
    this.#options = options;
  }

  readonly enhance: SubmitFunction = busy(({ formElement, action }) => {
    this.failure = null;
    return async ({ update, result }) => {
      if (!ANSWERS.includes(result.type)) {
        this.failure = 'status' in result && result.status !== undefined ? 'broken' : 'unsent';
        return;
      }
      await update({ reset: false, invalidateAll: this.#options.invalidates?.(result) ?? true });
      await tick();
      (this.#options.next?.(formElement, result, action) ?? firstFault(formElement))?.focus();
    };
  });
}

/** The field itself, also where what is wrong is said of a group. */
function firstFault(form: HTMLFormElement): HTMLElement | null {
  const wrong = '[aria-invalid="true"]';
  return form.querySelector(`input${wrong}, select${wrong}, textarea${wrong}, ${wrong} input`);
}
