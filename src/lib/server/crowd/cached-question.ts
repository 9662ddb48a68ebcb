import { UNVERIFIED_WEIGHT } from '#lib/domain/crowd.ts';
import { CrowdTally } from '#lib/domain/crowd-tally.ts';
import { phaseOf } from '#lib/domain/question.ts';
import type { CrowdView } from '#lib/types/question.ts';
import type { EffectView } from '#lib/types/receipt.ts';
import type { AccountStatus, LogRow } from '../forecast-log/update.ts';
import type { Point } from './queries.ts';
import type { TimedField } from './timed-field.ts';

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
