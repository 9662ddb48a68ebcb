import type { AccountStatus, LogRow, StatusChange } from '../forecast-log/update.ts';
import { CachedQuestion } from './cached-question.ts';
import type { CataloguedQuestion } from '../questions/catalogued.ts';
import type { Point } from './queries.ts';
import { fieldOf, type TimedField } from './timed-field.ts';

/** All opened questions in the keeper's memory, and the accounts that do not count in full in their odds. */
export class CachedQuestions {
  readonly #cached = new Map<number, CachedQuestion>();
  /** Without those that are counted. */
  readonly #statuses = new Map<number, AccountStatus>();

  /** Takes all questions of a catalogue. @returns those with a new resolution version or another close */
  takeFields(questions: readonly CataloguedQuestion[]): TimedField[] {
    const changed: TimedField[] = [];
    for (const field of questions.map(fieldOf)) {
      const cached = this.#cached.get(field.id);
      if (!cached) this.#cached.set(field.id, new CachedQuestion(field));
      else {
        if (isMoved(field, cached.field)) changed.push(field);
        cached.field = field;
      }
    }
    return changed;
  }

  get(id: number): CachedQuestion | undefined {
    return this.#cached.get(id);
  }

  find(slug: string): CachedQuestion | undefined {
    return this.#cached.values().find(({ field }) => field.slug === slug);
  }

  list(): CachedQuestion[] {
    return [...this.#cached.values()];
  }

  /** Adds a row of the log. @returns false when its question is not loaded */
  take(row: LogRow): boolean {
    const cached = this.#cached.get(row.questionId);
    cached?.take(row, this.#statuses.get(row.accountId) ?? 'counted');
    return cached !== undefined;
  }

  /** @param at the time that the odds show when they change by it */
  setStatus({ accountId, status }: StatusChange, at: Date): void {
    if (status === 'counted') this.#statuses.delete(accountId);
    else this.#statuses.set(accountId, status);
    for (const cached of this.#cached.values()) cached.setStatus(accountId, status, at);
  }

  points(): Point[] {
    return this.list().map((cached) => cached.point());
  }
}

function isMoved({ resolution, closesAt }: TimedField, before: TimedField): boolean {
  const isResolved = resolution !== null && resolution !== before.resolution;
  return isResolved || closesAt?.getTime() !== before.closesAt?.getTime();
}
