// The replay: runs the contest from August 2025 on through the real services, with the clock set to historical times.
import { CachedQuestion, fieldOf } from '#lib/server/forecasts/crowd/cached-questions.ts';
import { recordPoint } from '#lib/server/forecasts/crowd/queries.ts';
import { seedContest, seedQuestions } from '#lib/server/questions/contest/seed.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { setClock } from '#lib/server/platform/db/settable-clock.ts';
import * as forecasts from '#lib/server/forecasts/service.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import { catalogued } from '#lib/server/questions/catalogue.ts';
import * as questions from '#lib/server/questions/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import { openingAt } from '#lib/server/market/keeper.ts';
import { v4Like } from './request-id.ts';
import type { PlannedForecast, SimulatedForecaster } from './people.ts';
import { findOfficialSource, insertAdmin, insertForecasters, markSimulation } from './queries.ts';
import {
  draftOf,
  PUBLISHING_MS,
  SECOND_RESULT_NOTE,
  shippedDraft,
  SIDE_DRAFTS,
  STAGES,
} from './questions.ts';
import type { PlannedTrade } from './traders.ts';
import { Trading } from './trading.ts';

/** The account that publishes in the replay; nobody can sign in to it. */
export const REPLAY_ADMIN = 'sim-admin';
/** How often changed odds of a question are written to its history. */
const POINT_MS = 6 * 60 * 60 * 1000;

interface Step {
  at: number;
  run: () => Promise<void>;
}

export class Replay {
  readonly #db: Db;
  readonly #people: readonly SimulatedForecaster[];
  readonly #cached = new Map<string, CachedQuestion>();
  #accountIds: number[] = [];
  #adminId = 0;
  #changed = new Set<CachedQuestion>();
  #pointAt = 0;
  #placed = 0;
  readonly #trading: Trading;

  /** @param db one connection, as the owner of a database whose clock can be set */
  constructor(db: Db, people: readonly SimulatedForecaster[]) {
    this.#db = db;
    this.#people = people;
    this.#trading = new Trading(db, openingAt({ crowd: (id) => this.#byId(id).crowd() }));
  }

  /**
   * Runs the whole replay.
   *
   * @param plan in chronological order
   * @param onDone called with the number of actions done so far
   */
  async run(
    plan: readonly (PlannedForecast | PlannedTrade)[],
    signal: AbortSignal,
    onDone: (count: number) => void,
  ): Promise<void> {
    const steps = this.#steps();
    let next = 0;
    for (const step of [...steps, { at: STAGES.end, run: () => this.#writePoints(STAGES.end) }]) {
      for (; next < plan.length && plan[next]!.at < step.at; next++) {
        signal.throwIfAborted();
        await this.#act(plan[next]!);
        onDone(next + 1);
      }
      await this.#writePoints(step.at);
      await setClock(this.#db, step.at);
      await step.run();
    }
    await setClock(this.#db, null);
  }

  #steps(): Step[] {
    const { begin, firstResult, wildcard, secondResult } = STAGES;
    const by = () => ({ accountId: this.#adminId });
    return [
      { at: begin, run: () => this.#begin() },
      { at: firstResult, run: async () => void (await questions.close(this.#db, by(), 'advance-1')) },
      {
        at: firstResult + PUBLISHING_MS,
        run: async () => {
          await this.#resolve('advance-1', ['lg', 'skt', 'upstage'], firstResult, '');
          await this.#edition('final-1', draftOf('final-2a'));
        },
      },
      {
        at: wildcard,
        run: async () => {
          await this.#edition('final-2a', draftOf('final-2b'));
          await this.#open(draftOf('advance-2'));
        },
      },
      { at: secondResult, run: async () => void (await questions.close(this.#db, by(), 'advance-2')) },
      {
        at: secondResult + PUBLISHING_MS,
        run: async () => {
          await this.#resolve('advance-2', ['lg', 'skt', 'upstage'], secondResult, SECOND_RESULT_NOTE);
          await this.#edition('final-2b', shippedDraft('final-3'));
          await seedQuestions(this.#db, ['final-3']);
          await this.#openSideQuestions();
        },
      },
    ];
  }

  async #begin(): Promise<void> {
    await seedContest(this.#db);
    await markSimulation(this.#db);
    this.#adminId = await insertAdmin(this.#db, REPLAY_ADMIN);
    this.#accountIds = await insertForecasters(this.#db, this.#people);
    await this.#open(draftOf('advance-1'));
    await this.#open(draftOf('final-1'));
  }

  async #open(draft: Parameters<typeof drafts.create>[2]): Promise<void> {
    const by = { accountId: this.#adminId };
    await drafts.create(this.#db, by, draft);
    await drafts.open(this.#db, by, draft.slug);
    await this.#keep();
  }

  async #edition(slug: string, draft: Parameters<typeof editions.start>[3]): Promise<void> {
    await editions.start(this.#db, { accountId: this.#adminId }, slug, draft);
    await this.#keep();
  }

  async #openSideQuestions(): Promise<void> {
    await this.#keep();
    for (const draft of SIDE_DRAFTS) await this.#open(draft);
  }

  async #resolve(slug: string, survivors: string[], knownAt: number, note: string): Promise<void> {
    const { options } = await resolutions.getResolvable(this.#db, slug);
    const officialSource = await findOfficialSource(this.#db, slug);
    const at = new Date(knownAt);
    await resolutions.publish(
      this.#db,
      this.#adminId,
      slug,
      {
        result: { outcome: options.map((option) => survivors.includes(option.slug)), knownAt: at },
        evidence: [{ url: officialSource ?? 'https://www.msit.go.kr/', publishedAt: at }],
        note,
      },
      0,
    );
  }

  async #act(action: PlannedForecast | PlannedTrade): Promise<void> {
    const { at, who, question } = action;
    if (at - this.#pointAt >= POINT_MS) await this.#writePoints(at);
    const cached = this.#cached.get(question);
    const accountId = this.#accountIds[who];
    if (!cached || accountId === undefined) return;
    await setClock(this.#db, at);
    if ('wish' in action) await this.#trading.place(action, cached.field, accountId);
    else await this.#forecast(cached, accountId, action.permille);
  }

  async #forecast(cached: CachedQuestion, accountId: number, permille: number[] | null): Promise<void> {
    const receipt = await forecasts.place(this.#db, {
      accountId,
      questionId: cached.field.id,
      permille,
      requestId: v4Like(this.#placed),
    });
    cached.take({ ...receipt, accountId }, 'counted');
    this.#changed.add(cached);
    this.#placed += 1;
  }

  /** Writes the current odds of questions whose odds have changed to the history. */
  async #writePoints(at: number): Promise<void> {
    this.#pointAt = at;
    if (this.#changed.size === 0) return;
    await setClock(this.#db, at);
    for (const cached of this.#changed) await recordPoint(this.#db, cached.point());
    this.#changed.clear();
  }

  #byId(questionId: number): CachedQuestion {
    return [...this.#cached.values()].find(({ field }) => field.id === questionId)!;
  }

  async #keep(): Promise<void> {
    for (const field of (await catalogued(this.#db)).map(fieldOf)) {
      const cached = this.#cached.get(field.slug);
      if (cached) cached.field = field;
      else this.#cached.set(field.slug, new CachedQuestion(field));
    }
  }
}
