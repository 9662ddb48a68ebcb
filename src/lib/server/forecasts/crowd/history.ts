import type { CrowdPointView } from '#lib/types/question.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  listLastPoints,
  listPoints,
  listPointsBySlot,
  type Point,
  recordPoint,
  selectLastAt,
} from './queries.ts';

/** Most points read one by one: a question may have one a minute for half a year. Longer histories are sampled in so many slots. */
const MOST_READ = 2_000;

/**
 * The odds of a question over time, oldest first; empty without points. A long history is sampled at the ends of equal
 * slots, so a peak within a slot is not in it.
 *
 * @param most limit of points, at least 2
 */
export async function history(db: Db, question: { id: number }, most: number): Promise<CrowdPointView[]> {
  const all = await listPoints(db, question.id, MOST_READ + 1);
  const points = all.length > MOST_READ ? await listPointsBySlot(db, question.id, MOST_READ) : all;
  const views = points.map(({ at, permille, forecasters }) => ({
    at: at.toISOString(),
    permille,
    forecasters,
  }));
  return thin(views, most);
}

/** Histories in memory, read again once their question has a later point. */
export class CachedHistories {
  readonly #cached = new Map<string, { lastAt: number; points: Promise<CrowdPointView[]> }>();

  /** As `history`. */
  async readLatest(db: Db, question: { id: number }, most: number): Promise<CrowdPointView[]> {
    const { at } = await selectLastAt(db, question.id).executeTakeFirstOrThrow();
    return this.read(db, question, most, at);
  }

  /** As `history`. @param lastAt when the last point of the question was recorded; null without one */
  read(db: Db, question: { id: number }, most: number, lastAt: Date | null): Promise<CrowdPointView[]> {
    if (lastAt === null) return Promise.resolve([]);
    const key = `${question.id} ${most}`;
    const cached = this.#cached.get(key);
    // A replica may be behind.
    if (cached && cached.lastAt >= lastAt.getTime()) return cached.points;
    const read = { lastAt: lastAt.getTime(), points: history(db, question, most) };
    this.#cached.set(key, read);
    read.points.catch(() => this.#cached.get(key) === read && this.#cached.delete(key));
    return read.points;
  }
}

/** Odds, or prices, of all options at an instant; null where there were none. */
type OddsPoint = Pick<CrowdPointView, 'at' | 'permille'>;

/** Factor by which the number of buckets shrinks while too many points remain. */
const FEWER = 0.8;

/**
 * Downsamples points so that a line through them looks the same: of each of equal stretches of time the first and the last
 * point, each option's lowest and highest, and the first without forecasters.
 *
 * @param points oldest first
 * @param most at least 2; the first and the last point are always among them
 */
export function thin<Point extends OddsPoint>(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  for (let buckets = Math.floor(most / 2); buckets > 1; buckets = Math.floor(buckets * FEWER)) {
    const kept = bucketsOf(points, buckets).flatMap(tellingPoints);
    if (kept.length <= most) return kept;
  }
  return [...points.slice(0, 1), ...points.slice(-1)];
}

function bucketsOf<Point extends OddsPoint>(points: readonly Point[], buckets: number): Point[][] {
  const first = Date.parse(points[0]?.at ?? '');
  const span = Date.parse(points.at(-1)?.at ?? '') - first || 1;
  const filled: Point[][] = Array.from({ length: buckets }, () => []);
  for (const point of points) {
    const share = (Date.parse(point.at) - first) / span;
    filled[Math.min(buckets - 1, Math.floor(share * buckets))]?.push(point);
  }
  return filled;
}

function tellingPoints<Point extends OddsPoint>(bucket: readonly Point[]): Point[] {
  const kept = new Set<Point | undefined>([bucket[0], bucket.at(-1)]);
  kept.add(bucket.find(({ permille }) => permille === null));
  const withOdds = bucket.filter(hasOdds);
  for (const option of withOdds[0]?.permille.keys() ?? []) {
    const odds = withOdds.map(({ permille }) => permille[option]!);
    kept.add(withOdds[odds.indexOf(Math.min(...odds))]);
    kept.add(withOdds[odds.indexOf(Math.max(...odds))]);
  }
  return bucket.filter((point) => kept.has(point));
}

function hasOdds<Point extends OddsPoint>(point: Point): point is Point & { permille: readonly number[] } {
  return point.permille !== null;
}

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
