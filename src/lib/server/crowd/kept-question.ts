import { CrowdTally } from '#lib/domain/crowd-tally.ts';
import { phaseOf } from '#lib/domain/question.ts';
import type { CrowdView } from '#lib/types/question.ts';
import type { Field, LogRow, Point } from './queries.ts';

interface Odds {
  permille: number[] | null;
  forecasters: number;
  version: number;
}

/** Accounts that are excluded from the crowd. */
type Outside = ReadonlySet<number>;

const NOBODY: Outside = new Set();

/** One question in the keeper's memory: who stands, and the odds that follow, worked out when they are asked for. */
export class KeptQuestion {
  /** Its timing may change; its options and seats never do. */
  field: Field;
  /** Odds have changed that no open page has been sent. */
  isUnsent = false;
  readonly #tally: CrowdTally;
  /** Whom the tally excludes. */
  #outside = NOBODY;
  #odds: Odds = { permille: null, forecasters: 0, version: 0 };
  #isStale = true;
  #changedAt: Date | null = null;

  constructor(field: Field) {
    this.field = field;
    this.#tally = new CrowdTally(field.options.length, field.seats);
  }

  /** Takes in a row of the log, in any order and however often. */
  take({ accountId, seq, permille, madeAt }: LogRow, outside: Outside): void {
    this.#exclude(outside);
    const isOutside = outside.has(accountId);
    if (!this.#tally.record(accountId, seq, permille, isOutside ? 0 : 1) || isOutside) return;
    this.recount(madeAt);
  }

  /** Others count now: the odds may be others without a new row. */
  recount(at: Date): void {
    if (this.#changedAt === null || at > this.#changedAt) this.#changedAt = at;
    this.#isStale = this.isUnsent = true;
  }

  crowd(outside: Outside): CrowdView {
    const { permille, forecasters, version } = this.#current(outside);
    const { options } = this.field;
    return {
      permille: permille && Object.fromEntries(options.map((slug, i) => [slug, permille[i] ?? 0])),
      forecasters,
      at: (this.#changedAt ?? this.field.opensAt).toISOString(),
      version,
    };
  }

  isOpen(now: Date): boolean {
    const { opensAt, closesAt, resolvedAt } = this.field;
    return resolvedAt === null && phaseOf({ opensAt, closesAt }, now) === 'open';
  }

  /** The odds as a point of their history. */
  point(outside: Outside): Point {
    const { permille, forecasters, version } = this.#current(outside);
    return { questionId: this.field.questionId, seq: version, permille, forecasters };
  }

  #current(outside: Outside): Odds {
    this.#exclude(outside);
    if (!this.#isStale) return this.#odds;
    const { forecasters, lastSeq } = this.#tally;
    this.#odds = { permille: this.#tally.odds(), forecasters, version: lastSeq };
    this.#isStale = false;
    return this.#odds;
  }

  /** Passes changes of who is excluded to the tally. */
  #exclude(outside: Outside): void {
    if (outside === this.#outside) return;
    for (const account of this.#outside) if (!outside.has(account)) this.#tally.setWeight(account, 1);
    for (const account of outside) this.#tally.setWeight(account, 0);
    this.#outside = outside;
  }
}
