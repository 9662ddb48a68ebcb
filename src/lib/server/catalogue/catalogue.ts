// The catalogue: what pages show to everybody and only admins change, in this process's memory. Nothing in it depends on the
// clock. The content version says when to read it again; see docs/decisions/018-shared-data-in-memory.md.
import type { EventView } from '#lib/types/contest.ts';
import { type ContestFacts, events, facts } from '../contest/service.ts';
import type { Db } from '../db/connect.ts';
import { readContentVersion } from '../db/content-version.ts';
import { type CataloguedQuestion, catalogued } from '../questions/catalogued.ts';
import { singleFlight } from '../single-flight.ts';

/** The catalogue as of one content version, never changed. */
export interface Snapshot {
  version: number;
  contest: ContestFacts;
  /** Events that are not hidden, newest first. */
  events: readonly EventView[];
  /** Every opened question, in display order. */
  questions: readonly CataloguedQuestion[];
}

export class Catalogue {
  readonly #db: Db;
  #snapshot: Snapshot | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The snapshot of a version that was read from the database, or a later one. */
  async atLeast(version: number): Promise<Snapshot> {
    while (this.#snapshot === null || this.#snapshot.version < version) await this.#load();
    return this.#snapshot;
  }

  /** The snapshot with everything that was committed before the call. */
  async latest(): Promise<Snapshot> {
    return this.atLeast(await readContentVersion(this.#db));
  }

  readonly #load = singleFlight(async () => {
    let version = await readContentVersion(this.#db);
    for (;;) {
      const [contest, shownEvents, questions] = await Promise.all([
        facts(this.#db),
        events(this.#db),
        catalogued(this.#db),
      ]);
      const after = await readContentVersion(this.#db);
      if (after === version) {
        this.#snapshot = { version, contest, events: shownEvents, questions };
        return;
      }
      // Changed between two of the reads.
      version = after;
    }
  });
}
