import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogCursor } from './follower.ts';

interface Transaction {
  id: number;
  seq: number | null;
  state: 'open' | 'committed' | 'rolled back';
}

/** A model of transactions that draw an id, then a `seq`, and end in any order. */
class Database {
  readonly transactions: Transaction[] = [];
  #nextId = 1;
  #lastSeq = 0;

  begin(): Transaction {
    const transaction: Transaction = { id: this.drawId(), seq: null, state: 'open' };
    this.transactions.push(transaction);
    return transaction;
  }

  drawSeq(transaction: Transaction): void {
    transaction.seq ??= ++this.#lastSeq;
  }

  drawId(): number {
    return this.#nextId++;
  }

  get xmin(): number {
    return Math.min(this.#nextId, ...this.open().map(({ id }) => id));
  }

  open(): Transaction[] {
    return this.transactions.filter(({ state }) => state === 'open');
  }

  committed(isSought: (transaction: Transaction) => boolean = () => true): number[] {
    return this.transactions
      .filter((each) => each.state === 'committed' && isSought(each))
      .flatMap(({ seq }) => seq ?? [])
      .sort((a, b) => a - b);
  }
}

/** A model of the follower that runs one step at a time, so that transactions can end between any two steps. */
class Reader {
  readonly emitted: number[] = [];
  stood: number[] = [];
  cursor: LogCursor | null = null;
  readonly #steps: Generator<void, never>;
  readonly #database: Database;
  readonly #limit: number;

  constructor(database: Database, limit: number) {
    this.#database = database;
    this.#limit = limit;
    this.#steps = this.#run();
  }

  step(): void {
    this.#steps.next();
  }

  hand(seq: number): void {
    if (this.cursor?.addCommitted(seq)) this.emitted.push(seq);
  }

  *#run(): Generator<void, never> {
    const database = this.#database;
    const highest = Math.max(0, ...database.committed());
    yield;
    const bound = database.drawId();
    yield;
    this.stood = database.committed();
    const cursor = new LogCursor({ highest, bound, xmin: database.xmin });
    this.cursor = cursor;
    for (;;) {
      const { gaps, highest: after, needsBound } = cursor;
      const seqs = [
        ...database.committed(({ seq }) => gaps.includes(seq!)),
        ...database.committed(({ seq }) => seq! > after).slice(0, this.#limit),
      ];
      const { xmin } = database;
      const drawn = needsBound ? database.drawId() : null;
      yield;
      const start = cursor.startToSettle(xmin);
      if (start) {
        const late = database.committed(({ seq, id }) => seq! <= start.highest && id >= start.xmin);
        yield;
        this.emitted.push(...cursor.settle(late));
      }
      this.emitted.push(...cursor.advance({ seqs, xmin, bound: drawn }));
    }
  }
}

const kinds = [
  'begin',
  'draw',
  'draw',
  'commit',
  'commit here',
  'roll back',
  'hand',
  'read',
  'read',
] as const;
const action = fc.record({ kind: fc.constantFrom(...kinds), which: fc.nat(1000) });
const actions = fc.array(action, { minLength: 10, maxLength: 50, size: 'max' });
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function act(database: Database, reader: Reader, { kind, which }: Action): void {
  if (kind === 'begin') return void database.begin();
  if (kind === 'read') return reader.step();
  if (kind === 'hand') {
    const rows = database.committed();
    if (rows.length > 0) reader.hand(rows[which % rows.length]!);
    return;
  }
  if (kind === 'draw') {
    const undrawn = database.open().filter(({ seq }) => seq === null);
    return database.drawSeq(undrawn[which % undrawn.length] ?? database.begin());
  }
  const open = database.open();
  const transaction = open[which % open.length];
  if (!transaction) return;
  transaction.state = kind === 'roll back' ? 'rolled back' : 'committed';
  if (kind !== 'commit here' || transaction.seq === null || !reader.cursor) return;
  reader.hand(transaction.seq);
  expect(reader.emitted).toContain(transaction.seq);
}

/** No transaction was open at the start. */
const SETTLED = { highest: 0, bound: 1, xmin: 1 };

describe('the cursor', () => {
  test('keeps a gap until a snapshot has reached its bound', () => {
    const cursor = new LogCursor(SETTLED);
    expect(cursor.advance({ seqs: [2], xmin: 5, bound: null })).toEqual(new Set([2]));
    expect([cursor.gaps, cursor.needsBound]).toEqual([[1], true]);
    cursor.advance({ seqs: [], xmin: 5, bound: 7 });
    expect([cursor.gaps, cursor.needsBound]).toEqual([[1], false]);
    cursor.advance({ seqs: [], xmin: 6, bound: null });
    expect(cursor.gaps).toEqual([1]);
    cursor.advance({ seqs: [], xmin: 7, bound: null });
    expect(cursor.gaps).toEqual([]);
  });

  test('reads what was open at its start once a snapshot has reached the bound of the start', () => {
    const start = { highest: 5, bound: 9, xmin: 8 };
    const cursor = new LogCursor(start);
    expect(cursor.startToSettle(8)).toBeNull();
    expect(cursor.startToSettle(9)).toEqual(start);
    expect(cursor.addCommitted(4)).toBe(true);
    expect(cursor.settle([3, 4])).toEqual(new Set([3]));
    expect(cursor.startToSettle(9)).toBeNull();
    expect([cursor.addCommitted(3), cursor.addCommitted(4)]).toEqual([false, false]);
    expect(new LogCursor({ ...start, xmin: 9 }).startToSettle(9)).toBeNull();
  });

  test('finds every committed row once, in any order of commits, and closes every gap', () => {
    fc.assert(
      fc.property(actions, actions, fc.integer({ min: 1, max: 4 }), (before, after, limit) => {
        const database = new Database();
        const reader = new Reader(database, limit);
        for (const each of before) if (each.kind !== 'read') act(database, reader, each);
        for (const each of after) act(database, reader, each);
        for (const transaction of database.open()) transaction.state = 'committed';
        for (let i = 0; i < 100; i++) reader.step();

        const rows = database.committed();
        expect([...new Set([...reader.stood, ...reader.emitted])].sort((a, b) => a - b)).toEqual(rows);
        expect(new Set(reader.emitted).size).toBe(reader.emitted.length);
        expect(reader.cursor!.gaps).toEqual([]);
        expect(reader.cursor!.highest).toBe(Math.max(0, ...rows));
      }),
      { numRuns: 2000 },
    );
  });
});
