import { describe, expect, test } from 'vitest';
import { questions as shipped } from '#lib/contest/questions.ts';
import {
  type AppError,
  QuestionClosedError,
  QuestionNotFoundError,
  QuestionNotOpenError,
} from '#lib/server/platform/errors.ts';
import { questionJson } from '#lib/server/questions/http.ts';
import { COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import * as questions from '#lib/server/questions/service.ts';
import { connectAt } from './setup/clock.ts';
import { cloneDatabase, sharedDatabase } from './setup/database.ts';
import { insertForecaster, insertQuestion, placeOn } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';

const SLUG = 'final-3';
const VISITOR = { accountId: null, hasAuthor: true };
const OPENS = '2030-01-01T00:00:00.000Z';
const CLOSES = '2030-06-01T00:00:00.000Z';
const NUMBERS = [800, 800, 400];

/** An account, and a keeper that has not read anything yet. */
async function setUp(database = sharedDatabase()) {
  const { db, owner, appUrl } = await database;
  return { db, owner, appUrl, accountId: await insertForecaster(db), keeper: keeperOn(db) };
}

describe('the phase of a question', () => {
  /** A question between two instants to come, as it is at an instant. */
  async function at(instant: string, slug: string) {
    const site = await setUp();
    const times = { opensAt: new Date(OPENS), closesAt: new Date(CLOSES) };
    await insertQuestion(site.owner, { slug, seats: 2, options: ['a', 'b', 'c'], ...times });
    const then = connectAt(site.appUrl, instant);
    return { ...site, then, place: () => placeOn(then, slug, site.accountId, NUMBERS) };
  }

  test.each([
    ['before it opens', '2029-12-31T23:59:59.999Z', 'upcoming', QuestionNotOpenError],
    ['when it opens', OPENS, 'open', null],
    ['between', '2030-03-01T00:00:00.000Z', 'open', null],
    ['just before it closes', '2030-05-31T23:59:59.999Z', 'open', null],
    ['when it closes', CLOSES, 'closed', QuestionClosedError],
    ['after it closed', '2031-01-01T00:00:00.000Z', 'closed', QuestionClosedError],
  ] as const)('%s is what the gate goes by', async (what, instant, phase, refusal) => {
    const slug = what.replaceAll(' ', '-');
    const { then, place, keeper } = await at(instant, slug);
    expect((await questions.getField(then, slug)).phase).toBe(phase);
    const shown = { phase, opensAt: OPENS, closesAt: CLOSES };
    expect(await questions.get(then, keeper, VISITOR, slug)).toMatchObject(shown);
    if (refusal) await expect(place()).rejects.toThrow(refusal);
    else await place();
  });

  test('stays upcoming where it is closed before it opens, and it never opens', async () => {
    const { db, place } = await at(OPENS, 'never');
    expect(await questions.close(db, COMMAND_LINE, 'never')).toEqual(new Date(OPENS));
    expect((await questions.getField(db, 'never')).phase).toBe('upcoming');
    await expect(place()).rejects.toThrow(QuestionClosedError);
  });
});

test('a slug of no question is not found, whatever it is', async () => {
  const { db, keeper } = await setUp();
  const long = 'a'.repeat(1_000_000);
  const alike = ['final-4', 'FINAL-3', ' final-3', 'final-3\0'];
  for (const slug of [...alike, '', '__proto__', "' or true --", '%', long, '\ud800']) {
    for (const ask of [
      () => questions.getField(db, slug),
      () => questions.get(db, keeper, VISITOR, slug),
      () => questions.close(db, COMMAND_LINE, slug),
      () => questions.scheduleClose(db, COMMAND_LINE, slug, null),
    ]) {
      const error = await ask().catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(QuestionNotFoundError);
      expect((error as AppError).status).toBe(404);
      expect((error as AppError).message.length).toBeLessThan(500);
    }
  }
});

describe('a question as it is shown', () => {
  test('has the words, options, rules and seats that are shipped, in the order of the site', async () => {
    const { db, keeper } = await setUp(cloneDatabase());
    await keeper.start();
    await keeper.stop();
    const shown = await questions.list(db, keeper, VISITOR);
    expect(shown.map(({ slug }) => slug)).toEqual(shipped.map(({ slug }) => slug));
    for (const [i, seed] of shipped.entries()) {
      const { authorPermille, ...question } = seed;
      // Which announcement decides it, no page shows.
      const said = Object.fromEntries(Object.entries(question).filter(([key]) => key !== 'announcementRule'));
      expect(shown[i]).toMatchObject({
        ...said,
        closesAt: question.closesAt && new Date(question.closesAt).toISOString(),
        endsBy: question.endsBy && new Date(question.endsBy).toISOString(),
      });
      expect(shown[i]?.author?.permille ?? null).toEqual(authorPermille);
      expect(await questions.get(db, keeper, VISITOR, question.slug)).toEqual(shown[i]);
    }
  });

  test('has the author’s forecast, unless this site has no author', async () => {
    const { db, keeper } = await setUp(cloneDatabase());
    const authors = async (hasAuthor: boolean) =>
      (await questions.list(db, keeper, { accountId: null, hasAuthor })).map(
        ({ author }) => author?.permille ?? null,
      );
    expect(await authors(true)).toEqual([[750, 750, 500], null, [700, 200, 100]]);
    expect(await authors(false)).toEqual([null, null, null]);
  });

  test('has the reader’s own latest forecast, and nobody else’s', async () => {
    const { db, accountId, keeper } = await setUp();
    const other = await insertForecaster(db);
    const mine = async (reader: number | null) =>
      (await questions.get(db, keeper, { accountId: reader, hasAuthor: true }, SLUG)).mine;
    expect(await mine(accountId)).toBeNull();
    await placeOn(db, SLUG, accountId, NUMBERS);
    const permille = [700, 600, 700];
    const { madeAt } = await placeOn(db, SLUG, accountId, permille);
    expect(await mine(accountId)).toEqual({ permille, madeAt: madeAt.toISOString() });
    expect([await mine(other), await mine(null)]).toEqual([null, null]);
    await placeOn(db, SLUG, accountId, null);
    expect(await mine(accountId)).toBeNull();
  });

  test('has probabilities by option and nothing of a reader in the API', async () => {
    const { db, accountId, keeper } = await setUp();
    await placeOn(db, SLUG, accountId, NUMBERS);
    const view = await questions.get(db, keeper, { accountId, hasAuthor: true }, SLUG);
    expect(view.mine).not.toBeNull();
    const json = questionJson(view);
    expect(Object.keys(json)).not.toContain('mine');
    expect(json).toMatchObject({
      slug: SLUG,
      phase: 'open',
      seats: 2,
      options: [{ slug: 'skt', company: 'skt' }, { slug: 'upstage' }, { slug: 'lg' }],
      author: { permille: { skt: 750, upstage: 750, lg: 500 }, carriedOver: true },
      crowd: { permille: null, forecasters: 0 },
    });
    const withoutAuthor = await questions.get(db, keeper, { accountId: null, hasAuthor: false }, SLUG);
    expect(questionJson(withoutAuthor).author).toBeNull();
  });
});
