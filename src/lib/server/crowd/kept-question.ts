import { crowdOdds } from '#lib/domain/crowd.ts';
import { phaseOf } from '#lib/domain/question.ts';
import type { CrowdView } from '#lib/types/question.ts';
import type { Field, LogRow, Point } from './queries.ts';
import { Standing } from './standing.ts';

interface Odds {
  permille: number[] | null;
  forecasters: number;
  version: number;
}

type Outside = ReadonlySet<number>;

/** One question in the keeper's memory: who stands, and the odds that follow, worked out when they are asked for. */
export class KeptQuestion {
  /** Its timing may change; its options and seats never do. */
  field: Field;
  /** Odds have changed that no open page has been sent. */
  isUnsent = false;
  readonly #standing = new Standing();
  #odds: Odds = { permille: null, forecasters: 0, version: 0 };
  #isStale = true;
  #changedAt: Date | null = null;

  constructor(field: Field) {
    this.field = field;
  }

  /** Takes in a row of the log, in any order and however often. */
  take({ accountId, seq, permille, madeAt }: LogRow, outside: Outside): void {
    if (!this.#standing.take(accountId, seq, permille) || outside.has(accountId)) return;
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
    if (!this.#isStale) return this.#odds;
    const standing = this.#standing.list(outside);
    this.#odds = {
      permille: standing.length === 0 ? null : crowdOdds(standing, this.field.seats),
      forecasters: standing.length,
      version: this.#standing.lastSeq,
    };
    this.#isStale = false;
    return this.#odds;
  }
}
