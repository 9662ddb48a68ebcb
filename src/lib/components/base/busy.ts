/**
 * Forms on their way to the server: pressing again sends nothing more until the answer is there, and the form says that
 * it is busy. Styles of `aria-busy` are in base.css. Without scripts a form is sent as ever.
 */
import type { SubmitFunction } from '@sveltejs/kit';

/** For `use:enhance={busy()}`, around what the form does on its own. */
export function busy(submit?: SubmitFunction): SubmitFunction {
  return async (input) => {
    const { formElement, submitter } = input;
    if (isBusy(formElement)) return input.cancel();
    const release = hold(formElement, submitter);
    const cancel = () => {
      release();
      input.cancel();
    };
    const answered = await Promise.resolve(submit?.({ ...input, cancel })).catch((error: unknown) => {
      release();
      throw error;
    });
    return async (answer) => {
      try {
        await (answered ? answered(answer) : answer.update());
      } finally {
        release();
      }
    };
  };
}

/** After a cancelled navigation the button works again after this time. */
const STOPPED_MS = 10_000;

/** `{@attach sentOnce}` for a form that the browser sends by itself, until it leaves the page. */
export function sentOnce(form: HTMLFormElement): () => void {
  let release = () => {};
  const send = (event: SubmitEvent) => {
    if (isBusy(form)) return event.preventDefault();
    release = hold(form, event.submitter);
    setTimeout(release, STOPPED_MS);
  };
  // Who comes back by the browser's own history finds the form as it was.
  const back = () => release();
  form.addEventListener('submit', send);
  addEventListener('pageshow', back);
  return () => {
    form.removeEventListener('submit', send);
    removeEventListener('pageshow', back);
  };
}

function isBusy(form: HTMLFormElement): boolean {
  return form.hasAttribute('aria-busy');
}

function hold(form: HTMLFormElement, submitter: HTMLElement | null): () => void {
  form.setAttribute('aria-busy', 'true');
  submitter?.setAttribute('aria-disabled', 'true');
  return () => {
    form.removeAttribute('aria-busy');
    submitter?.removeAttribute('aria-disabled');
  };
}
