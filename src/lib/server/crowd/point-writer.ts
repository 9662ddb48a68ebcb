import type { Db } from '../db/connect.ts';
import { listLastPoints, type Point, recordPoint } from './queries.ts';

const MINUTE_MS = 60_000;

/**
 * Appends the odds over time: one point a minute at most, where the odds differ from the last point. Every process has
 * one; the first to come in a minute writes the point, the others find it.
 */
export class PointWriter {
  readonly #db: Db;
  /** The odds that are on record, as far as this process knows. */
  readonly #recorded = new Map<number, Point>();
  /** The minute in which a question's odds were last offered: there is no second point in it. */
  readonly #offeredIn = new Map<number, number>();

  constructor(db: Db) {
    this.#db = db;
  }

  async start(): Promise<void> {
    for (const point of await listLastPoints(this.#db)) this.#recorded.set(point.questionId, point);
  }

  /** @param now the database's clock */
  async write(points: readonly Point[], now: Date): Promise<void> {
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    for (const point of points) {
      const { questionId } = point;
      if (isSame(this.#recorded.get(questionId), point)) continue;
      if (this.#offeredIn.get(questionId) === minute) continue;
      if (await recordPoint(this.#db, point)) this.#recorded.set(questionId, point);
      this.#offeredIn.set(questionId, minute);
    }
  }
}

function isSame(last: Point | undefined, point: Point): boolean {
  if (!last) return point.forecasters === 0;
  return (
    last.forecasters === point.forecasters &&
    (last.permille?.every((value, i) => value === point.permille?.[i]) ?? point.permille === null)
  );
}
