import { endOfForecasting, phaseOf } from '#lib/domain/question.ts';
import type { CataloguedQuestion } from '../../questions/catalogue.ts';
import { UNVERIFIED_WEIGHT } from '#lib/domain/crowd.ts';
import { CrowdTally } from '#lib/domain/crowd-tally.ts';
import type { CrowdView } from '#lib/types/question.ts';
import type { EffectView } from '#lib/types/receipt.ts';
import type { AccountStatus, LogRow, StatusChange } from '../log/queries.ts';
import type { Point } from './queries.ts';

/** Options, seats and timing of a question. */
export interface TimedField {
  id: number;
  slug: string;
  seats: number;
  opensAt: Date;
  /** End of forecasting: the close or `endsBy`, whichever is first. */
  closesAt: Date | null;
  /** Version of the latest resolution, the first of which ended forecasting; null without one. */
  resolution: number | null;
  /** Option slugs in order. */
  options: string[];
  /** Whether options are companies. */
  isOfCompanies: boolean;
}

export function fieldOf({ row, content }: CataloguedQuestion): TimedField {
  return {
    id: row.id,
    slug: row.slug,
    seats: row.seats,
    opensAt: row.opensAt,
    closesAt: endOfForecasting(row.closesAt, row.endsBy),
    resolution: row.version,
    options: content.options.map(({ slug }) => slug),
    isOfCompanies: content.options.some(({ company }) => company !== null),
  };
}

interface Odds {
  permille: number[] | null;
  forecasters: number;
  version: number;
}

/** Weight in the odds. */
const WEIGHTS: Record<AccountStatus, number> = {
  counted: 1,
  reduced: UNVERIFIED_WEIGHT,
  waiting: 0,
  excluded: 0,
};

/** One question in the keeper's memory; its odds are computed when they are read. */
export class CachedQuestion {
  /** The timing may change; options and seats never do. */
  field: TimedField;
  /** Changed since the odds were last sent to open pages. */
  isUnsent = false;
  readonly #tally: CrowdTally;
  /** Accounts whose standing forecast counts once they are verified. */
  readonly #waiting = new Set<number>();
  #odds: Odds = { permille: null, forecasters: 0, version: 0 };
  #isStale = true;
  #changedAt: Date | null = null;

  constructor(field: TimedField) {
    this.field = field;
    this.#tally = new CrowdTally(field.options.length, field.seats);
  }

  /** Adds a row of the log; rows may come in any order and repeatedly. */
  take({ accountId, seq, permille, madeAt }: LogRow, status: AccountStatus): void {
    const isLatest = this.#tally.record(accountId, seq, permille, WEIGHTS[status]);
    if (!isLatest) return;
    this.#setWaiting(accountId, status);
    if (WEIGHTS[status] > 0) this.#hasChanged(madeAt);
  }

  /** An account counts in another way from now on. */
  setStatus(accountId: number, status: AccountStatus, at: Date): void {
    if (this.#tally.setWeight(accountId, WEIGHTS[status])) this.#hasChanged(at);
    this.#setWaiting(accountId, status);
  }

  crowd(): CrowdView {
    const { permille, forecasters, version } = this.#current();
    const waiting = this.#waiting.size;
    return {
      permille,
      forecasters,
      at: (this.#changedAt ?? this.field.opensAt).toISOString(),
      version,
      ...(waiting > 0 && { waiting }),
    };
  }

  /** What an account's standing forecast does to the odds. */
  effectOf(accountId: number): EffectView {
    const before = this.#tally.oddsWithout(accountId);
    const after = this.#current().permille;
    return before === undefined || after === null ? { kind: 'none' } : { kind: 'counted', before, after };
  }

  isOpen(now: Date): boolean {
    const { opensAt, closesAt, resolution } = this.field;
    return resolution === null && phaseOf({ opensAt, closesAt }, now) === 'open';
  }

  /** The odds as a row of `crowd_point`. */
  point(): Point {
    const { permille, forecasters, version } = this.#current();
    return { questionId: this.field.id, seq: version, permille, forecasters };
  }

  #setWaiting(accountId: number, status: AccountStatus): void {
    if (status === 'waiting' && this.#tally.stands(accountId)) this.#waiting.add(accountId);
    else this.#waiting.delete(accountId);
  }

  #hasChanged(at: Date): void {
    if (this.#changedAt === null || at > this.#changedAt) this.#changedAt = at;
    this.#isStale = this.isUnsent = true;
  }

  #current(): Odds {
    if (!this.#isStale) return this.#odds;
    const { forecasters, lastSeq } = this.#tally;
    this.#odds = { permille: this.#tally.odds(), forecasters, version: lastSeq };
    this.#isStale = false;
    return this.#odds;
  }
}

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
