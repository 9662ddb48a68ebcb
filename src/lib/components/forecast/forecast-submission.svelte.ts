/**
 * One forecast form on its way to the server: its request id, what was refused, whether the network failed.
 * An id that was sent is kept until the server has answered, so that pressing again is the same request.
 */
import type { SubmitFunction } from '@sveltejs/kit';
import { tick } from 'svelte';
import { applyAction } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import type { Fault, ForecastForm } from '#lib/types/forecast-form.ts';
import type { QuestionView } from '#lib/types/question.ts';
import { faultText } from './validation-messages.ts';
import { isHere } from './is-here.ts';

interface Callbacks {
  /** On its way to the server. */
  sent: () => void;
  /** The server sent the form back, with faults or balanced: show what it holds. */
  returned: (form: ForecastForm) => void;
  /** Saved, and the page's data are read again. @returns whether a forecast that stood was changed */
  saved: () => boolean;
}

export class ForecastSubmission {
  faults = $state.raw<Fault[]>([]);
  pending = $state(false);
  failure = $state.raw<'offline' | 'server' | null>(null);
  /** What has become of the form that was sent; null where something was changed since. */
  saved = $state.raw<'placed' | 'changed' | null>(null);
  /** Which of the two forms was sent last. */
  mode = $state.raw<ForecastForm['mode']>('picks');
  #sentId = $state.raw<string | null>(null);
  readonly #form: () => ForecastForm;
  readonly #callbacks: Callbacks;

  constructor(form: () => ForecastForm, callbacks: Callbacks) {
    this.#form = form;
    this.#callbacks = callbacks;
    this.faults = form().faults;
    this.mode = form().mode;
  }

  get requestId(): string {
    return this.#sentId ?? this.#form().requestId;
  }

  /** What is wrong with a field of the question's form; null where nothing is. */
  sentenceOf(field: string, question: QuestionView): string | null {
    const fault = this.faults.find((candidate) => candidate.field === field);
    return fault ? faultText(fault, question) : null;
  }

  /** Something was changed in the form: what was said of its former content no longer holds. */
  touch(): void {
    this.saved = null;
    this.faults = [];
  }

  readonly enhance: SubmitFunction<{ form?: ForecastForm }, { form?: ForecastForm }> = ({
    cancel,
    formData,
    formElement,
  }) => {
    if (this.pending) return cancel();
    this.#sentId = this.requestId;
    this.mode = formData.get('mode') === 'picks' ? 'picks' : 'numbers';
    // No notice: the form tells of it.
    formData.set('told', 'true');
    this.pending = true;
    this.#callbacks.sent();
    this.saved = null;
    this.failure = null;
    return async ({ result }) => {
      if ((result.type === 'failure' || result.type === 'success') && result.data?.form) {
        this.#take(result.data.form);
        await tick();
        formElement.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      } else if (result.type === 'redirect' && isHere(result.location)) {
        await this.#finish();
      } else if (result.type === 'redirect') {
        await applyAction(result);
      } else {
        this.failure = result.type === 'error' && result.status === undefined ? 'offline' : 'server';
      }
      this.pending = false;
    };
  };

  #take(form: ForecastForm): void {
    this.#sentId = form.requestId;
    this.faults = form.faults;
    this.#callbacks.returned(form);
  }

  async #finish(): Promise<void> {
    await invalidateAll();
    this.#sentId = null;
    this.faults = [];
    this.saved = this.#callbacks.saved() ? 'changed' : 'placed';
  }
}
