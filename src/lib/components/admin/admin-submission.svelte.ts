/**
 * Submission state of an enhanced admin form. Typed values are kept whatever happens: a failed request or a server error
 * is shown beside the form instead of replacing the page.
 */
import type { ActionResult, SubmitFunction } from '@sveltejs/kit';
import { tick } from 'svelte';
import { busy } from '#lib/components/base/busy.ts';

interface Options {
  /** Element to focus after the response; by default the first invalid field. */
  next?: (form: HTMLFormElement, result: ActionResult, action: URL) => HTMLElement | null;
  /** Whether to reload the page's data. */
  invalidates?: (result: ActionResult) => boolean;
}

/** Result types of our actions; any other, for example after the session ended, means that nothing was saved. */
const ANSWERS: readonly string[] = ['success', 'failure', 'redirect'];

export class AdminSubmission {
  /** `unsent`: the request failed; `broken`: the server failed; null when it was answered. */
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
      (this.#options.next?.(formElement, result, action) ?? firstInvalidField(formElement))?.focus();
    };
  });
}

/** The first invalid field, or the first field inside an invalid group. */
function firstInvalidField(form: HTMLFormElement): HTMLElement | null {
  const wrong = '[aria-invalid="true"]';
  return form.querySelector(`input${wrong}, select${wrong}, textarea${wrong}, ${wrong} input`);
}
