/**
 * One forecast form while it is sent: its request id, and what came back. An id that was sent is kept until the server
 * has answered, so that pressing again repeats the same request.
 */
import { applyAction } from '$app/forms';
import { invalidateAll } from '$app/navigation';
import { tick } from 'svelte';
import { type Answer, Submission } from '#lib/components/base/submission.svelte.ts';
import type { ForecastForm } from '#lib/types/forecast-form.ts';
import { isHere } from './is-here.ts';

interface Callbacks {
  /** On its way to the server. */
  sent: () => void;
  /** Answered, whatever the answer. */
  answered: () => void;
  /** The server sent the form back, with errors or balanced: show what it holds. */
  returned: (form: ForecastForm) => void;
  /** Saved, and the page's data are read again. */
  saved: () => void;
}

export class ForecastSubmission {
  /** A sentence by field. */
  errors = $state.raw<ForecastForm['errors']>({});
  /** The forecast that another window saved meanwhile, permille in option order. */
  changed = $state.raw<ForecastForm['changed']>();
  #sentId = $state.raw<string | null>(null);
  readonly #form: () => ForecastForm;
  readonly #callbacks: Callbacks;
  readonly #submission = new Submission({
    send: () => this.#send(),
    show: (answer) => this.#show(answer),
  });

  constructor(form: () => ForecastForm, callbacks: Callbacks) {
    this.#form = form;
    this.#callbacks = callbacks;
    this.take(form());
  }

  readonly enhance = this.#submission.enhance;

  get pending(): boolean {
    return this.#submission.pending;
  }

  get failure(): Submission['failure'] {
    return this.#submission.failure;
  }

  get requestId(): string {
    return this.#sentId ?? this.#form().requestId;
  }

  errorOf(field: string): string | null {
    return this.errors[field] ?? null;
  }

  /** Something was changed in the form: what was said of its former content no longer holds. */
  touch(): void {
    this.take({ errors: {} });
  }

  /** Shows what a form says that did not go through. */
  take({ errors, changed }: Pick<ForecastForm, 'errors' | 'changed'>): void {
    this.errors = errors;
    this.changed = changed;
  }

  #send(): void {
    this.#sentId = this.requestId;
    this.#callbacks.sent();
  }

  async #show(answer: Answer): Promise<void> {
    try {
      await this.#take(answer);
    } finally {
      this.#callbacks.answered();
    }
  }

  async #take({ result }: Answer): Promise<void> {
    if (result.type === 'redirect') return isHere(result.location) ? this.#finish() : applyAction(result);
    const form: ForecastForm | undefined = 'data' in result ? result.data?.['form'] : undefined;
    if (!form) return;
    this.#sentId = form.requestId;
    this.take(form);
    this.#callbacks.returned(form);
  }

  async #finish(): Promise<void> {
    await invalidateAll();
    // The layout has taken the receipt by then.
    await tick();
    this.#sentId = null;
    this.touch();
    this.#callbacks.saved();
  }
}
