import type { Db } from '../db/connect.ts';
import { listLastPoints, type Point, recordPoint } from './queries.ts';

const MINUTE_MS = 60_000;

/**
 * Appends the odds over time to `crowd_point`: at most one point per minute and question, when the odds differ from the last
 * point. Each process has a writer; the first in a minute inserts the point, the others find it.
 */
export class PointWriter {
  readonly #db: Db;
  /** The last points that this process knows of. */
  readonly #recorded = new Map<number, Point>();
  /** The minute of each question's last attempt: a second point in it is impossible. */
  readonly #triedIn = new Map<number, number>();

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
      if (this.#triedIn.get(questionId) === minute) continue;
      if (await recordPoint(this.#db, point)) this.#recorded.set(questionId, point);
      this.#triedIn.set(questionId, minute);
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
