// What the pages of one request show, as of one instant: shared data from memory, and by one statement the clock and what
// belongs to the reader. Everything that pages derive from it is pure.
import type { Catalogue, Snapshot } from './catalogue.ts';
import type { Db } from '../platform/db/connect.ts';
import { type Reader, readMoment } from './moment-queries.ts';

type Read = Awaited<ReturnType<typeof readMoment>>;

export interface Moment {
  /** The database's clock, which decides phases. */
  now: Date;
  catalogue: Snapshot;
  /** Standing forecasts of the author; none on a site without one. */
  author: NonNullable<Read['author']>;
  /** The reader's latest forecast on each question; `permille` is null where it was withdrawn. */
  mine: NonNullable<Read['mine']>;
  /** The reader's unseen notices. */
  unseen: number;
  /** Whether the reader's account is verified. */
  isVerified: boolean;
  /** When the reader joined; null for a visitor. */
  joinedAt: Date | null;
}

/** Reads the moment of a request. Never older than the last change that an admin committed before the call. */
export async function momentOf(db: Db, catalogue: Catalogue, reader: Reader): Promise<Moment> {
  const { now, version, author, mine, unseen, isVerified, joinedAt } = await readMoment(db, reader);
  return {
    now,
    catalogue: await catalogue.atLeast(version),
    author: author ?? [],
    mine: mine ?? [],
    unseen: unseen ?? 0,
    isVerified: isVerified ?? false,
    joinedAt: joinedAt ?? null,
  };
}
