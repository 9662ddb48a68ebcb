import type { Db } from '../db/connect.ts';
import type { AccountStatus, LogRow, StatusChange } from '../forecast-log/update.ts';
import { KeptQuestion } from './kept-question.ts';
import { type Field, listFields, type Point } from './queries.ts';

/** All opened questions in the keeper's memory, and the accounts that do not count in full in their odds. */
export class KeptQuestions {
  readonly #kept = new Map<number, KeptQuestion>();
  /** Without those that are counted. */
  readonly #statuses = new Map<number, AccountStatus>();

  /** Reads all questions. @returns those with a new resolution version */
  async load(db: Db): Promise<Field[]> {
    const resolved: Field[] = [];
    for (const field of await listFields(db)) {
      const kept = this.#kept.get(field.id);
      if (!kept) this.#kept.set(field.id, new KeptQuestion(field));
      else {
        if (field.resolution !== null && field.resolution !== kept.field.resolution) resolved.push(field);
        kept.field = field;
      }
    }
    return resolved;
  }

  get(id: number): KeptQuestion | undefined {
    return this.#kept.get(id);
  }

  find(slug: string): KeptQuestion | undefined {
    return this.#kept.values().find(({ field }) => field.slug === slug);
  }

  list(): KeptQuestion[] {
    return [...this.#kept.values()];
  }

  /** Adds a row of the log. @returns false when its question is not loaded */
  take(row: LogRow): boolean {
    const kept = this.#kept.get(row.questionId);
    kept?.take(row, this.#statuses.get(row.accountId) ?? 'counted');
    return kept !== undefined;
  }

  /** @param at the time that the odds show when they change by it */
  setStatus({ accountId, status }: StatusChange, at: Date): void {
    if (status === 'counted') this.#statuses.delete(accountId);
    else this.#statuses.set(accountId, status);
    for (const kept of this.#kept.values()) kept.setStatus(accountId, status, at);
  }

  points(): Point[] {
    return this.list().map((kept) => kept.point());
  }
}
