/**
 * The state of a form while it is sent. With scripts: `use:enhance={submission.enhance}`; a second press sends nothing
 * until the answer is shown, and everything typed stays, also where there is no answer. Styles of `aria-busy` are in
 * base.css.
 */
import type { SubmitFunction } from '@sveltejs/kit';
import { tick } from 'svelte';

type Input = Parameters<SubmitFunction>[0];
export type Answer = Parameters<Exclude<Awaited<ReturnType<SubmitFunction>>, void>>[0];

interface Options {
  /** Runs before the form is sent, and may change what is sent. */
  send?: (input: Input) => void;
  /** Shows what an action answered. */
  show?: (answer: Answer) => Promise<unknown>;
  /** Moves the focus once the answer is shown. */
  focus?: (answer: Answer) => void;
}

/** What actions answer. Anything else, for example after the session has ended, saved nothing. */
const ANSWERS: readonly string[] = ['success', 'failure', 'redirect'];

export class Submission {
  pending = $state(false);
  /** The form did not arrive, or broke at the server; null where it was answered. */
  failure = $state.raw<'offline' | 'server' | null>(null);
  readonly #options: Options;

  constructor(options: Options = {}) {
    this.#options = options;
  }

  readonly enhance: SubmitFunction = (input) => {
    if (this.pending) return input.cancel();
    this.pending = true;
    this.failure = null;
    const release = hold(input.formElement, input.submitter);
    this.#options.send?.(input);
    return async (answer) => {
      try {
        await this.#take(answer);
      } finally {
        release();
        this.pending = false;
      }
    };
  };

  async #take(answer: Answer): Promise<void> {
    const { result } = answer;
    const { show = keepTyped, focus = focusFirstError } = this.#options;
    if (!ANSWERS.includes(result.type)) {
      this.failure = 'status' in result && result.status !== undefined ? 'server' : 'offline';
      return;
    }
    await show(answer);
    await tick();
    focus(answer);
  }
}

/** After this time a form that was stopped on its way can be sent again. */
const STOPPED_MS = 10_000;

/** `{@attach sentOnce}` for a form that the browser sends natively: a second press sends nothing. */
export function sentOnce(form: HTMLFormElement): () => void {
  let release = () => {};
  const send = (event: SubmitEvent) => {
    if (form.hasAttribute('aria-busy')) return event.preventDefault();
    release = hold(form, event.submitter);
    setTimeout(release, STOPPED_MS);
  };
  // The browser's history brings the form back as it was.
  const back = () => release();
  form.addEventListener('submit', send);
  addEventListener('pageshow', back);
  return () => {
    form.removeEventListener('submit', send);
    removeEventListener('pageshow', back);
  };
}

function keepTyped({ update }: Answer): Promise<void> {
  return update({ reset: false });
}

/** The invalid field itself, also where the error is of a group. */
function focusFirstError({ formElement }: Answer): void {
  const wrong = '[aria-invalid="true"]';
  formElement
    .querySelector<HTMLElement>(`input${wrong}, select${wrong}, textarea${wrong}, ${wrong} input`)
    ?.focus();
}

function hold(form: HTMLFormElement, submitter: HTMLElement | null): () => void {
  form.setAttribute('aria-busy', 'true');
  submitter?.setAttribute('aria-disabled', 'true');
  return () => {
    form.removeAttribute('aria-busy');
    submitter?.removeAttribute('aria-disabled');
  };
}
