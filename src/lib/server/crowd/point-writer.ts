import type { Db } from '../db/connect.ts';
import { listLastPoints, type Point, writePoint } from './queries.ts';

/** A point is of a minute: within it, the latest odds replace it no more often than this. */
const REWRITE_MS = 5_000;

/** Appends the odds over time: only when they changed, and never more than one point a minute. */
export class PointWriter {
  readonly #db: Db;
  readonly #written = new Map<number, { point: Point; at: number }>();

  constructor(db: Db) {
    this.#db = db;
  }

  async start(): Promise<void> {
    for (const point of await listLastPoints(this.#db)) this.#written.set(point.questionId, { point, at: 0 });
  }

  /** Writes what changed, unless this question's point was written a moment ago: then a later call does. */
  async write(points: Point[]): Promise<void> {
    const now = Date.now();
    await this.#writeAll(
      points.filter((point) => now - (this.#written.get(point.questionId)?.at ?? 0) >= REWRITE_MS),
    );
  }

  /** Writes all that changed, however recently. */
  flush(points: Point[]): Promise<void> {
    return this.#writeAll(points);
  }

  async #writeAll(points: Point[]): Promise<void> {
    for (const point of points) {
      const last = this.#written.get(point.questionId)?.point;
      if (isSame(last, point)) continue;
      await writePoint(this.#db, point);
      this.#written.set(point.questionId, { point, at: Date.now() });
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
