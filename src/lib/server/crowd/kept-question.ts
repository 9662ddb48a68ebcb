import { CrowdTally } from '#lib/domain/crowd-tally.ts';
import { phaseOf } from '#lib/domain/question.ts';
import type { CrowdView } from '#lib/types/question.ts';
import type { LogRow } from '../forecast-log/update.ts';
import type { Field, Point } from './queries.ts';

interface Odds {
  permille: number[] | null;
  forecasters: number;
  version: number;
}

/** Weight in the odds. */
const weightOf = (isExcluded: boolean) => (isExcluded ? 0 : 1);

/** One question in the keeper's memory; its odds are computed when they are read. */
export class KeptQuestion {
  /** The timing may change; options and seats never do. */
  field: Field;
  /** Changed since the odds were last sent to open pages. */
  isUnsent = false;
  readonly #tally: CrowdTally;
  #odds: Odds = { permille: null, forecasters: 0, version: 0 };
  #isStale = true;
  #changedAt: Date | null = null;

  constructor(field: Field) {
    this.field = field;
    this.#tally = new CrowdTally(field.options.length, field.seats);
  }

  /** Adds a row of the log; rows may come in any order and repeatedly. */
  take({ accountId, seq, permille, madeAt }: LogRow, isExcluded: boolean): void {
    const isLatest = this.#tally.record(accountId, seq, permille, weightOf(isExcluded));
    if (isLatest && !isExcluded) this.#hasChanged(madeAt);
  }

  /** An account was excluded from the odds, or included again. */
  setExcluded(accountId: number, isExcluded: boolean, at: Date): void {
    if (this.#tally.setWeight(accountId, weightOf(isExcluded))) this.#hasChanged(at);
  }

  crowd(): CrowdView {
    const { permille, forecasters, version } = this.#current();
    return {
      permille,
      forecasters,
      at: (this.#changedAt ?? this.field.opensAt).toISOString(),
      version,
    };
  }

  isOpen(now: Date): boolean {
    const { opensAt, closesAt, resolvedAt } = this.field;
    return resolvedAt === null && phaseOf({ opensAt, closesAt }, now) === 'open';
  }

  /** The odds as a row of `crowd_point`. */
  point(): Point {
    const { permille, forecasters, version } = this.#current();
    return { questionId: this.field.id, seq: version, permille, forecasters };
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
