// Acknowledged, durable trades through the whole HTTP path: against forecasts, and on a market of 924 sets against one of 10,
// for which quotes are asked, too. Alternating runs, medians.
import { sql } from 'kysely';
import type { Db } from '#lib/server/platform/db/connect.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import { postForecasts, postTrades, QUESTION, readPages } from './load/run-client.ts';
import type { PostedLoad } from './load/post-forms.ts';
import { median, type Result, rounded } from './result.ts';
import { type BenchDatabase, openBenchServer, sessionOf, startSite } from './site.ts';

const ROUNDS = 3;
const WARM_SECONDS = 3;
const SECONDS = 5;
const READ_SECONDS = 3;
const CONNECTIONS = 64;
/** Enough that nobody reaches the daily limit. */
const ACCOUNTS = 20_000;
const EVENTS = ['survives:skt', 'drops:lg', 'drops:skt', 'survives:upstage', 'set:lg,upstage'];
/** Options and seats of the two other markets. */
const SMALL = { slug: 'bench-small', options: 5, seats: 2 };
const LARGE = { slug: 'bench-large', options: 12, seats: 6 };
const WITHIN = 0.1;

interface Rates {
  forecasts: number[];
  trades: number[];
  small: number[];
  large: number[];
  smallQuotes: number[];
  largeQuotes: number[];
}

/** Times of which every load takes its own. */
let turn = 0;

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(ACCOUNTS);
  const database = await server.createDatabase();
  for (const question of [SMALL, LARGE]) await openQuestion(database.owner, question);
  const site = await startSite(database);
  const rates: Rates = { forecasts: [], trades: [], small: [], large: [], smallQuotes: [], largeQuotes: [] };
  try {
    for (let round = -1; round < ROUNDS; round++) await measure(site.port, rates, round < 0);
    await expectLogged(database);
  } finally {
    await site.stop();
    await database.close();
    await server.stop();
  }
  return [
    resultOf('trade-vs-forecast', 0.5, rates.trades, rates.forecasts),
    resultOf('trade-924-sets-vs-10', WITHIN, rates.large, rates.small),
    resultOf('quote-924-sets-vs-10', WITHIN, rates.largeQuotes, rates.smallQuotes),
  ];
}

function resultOf(name: string, goal: number, these: number[], others: number[]): Result {
  const note = `${rounded(these)}/s to ${rounded(others)}/s`;
  return { name, ratio: median(these) / median(others), goal, atLeast: true, note };
}

/** One round; the first only warms the site. */
async function measure(port: number, rates: Rates, isWarming: boolean): Promise<void> {
  const seconds = isWarming ? WARM_SECONDS : SECONDS;
  const load = () => ({ port, connections: CONNECTIONS, accounts: ACCOUNTS, seconds, firstTurn: turn });
  const note = (kind: keyof Rates, rate: number) => void (isWarming || rates[kind].push(rate));
  note('forecasts', perSecond(await postForecasts(load())));
  note('trades', perSecond(await postTrades(load(), QUESTION, EVENTS)));
  for (const [{ slug }, trades, quotes] of [
    [SMALL, 'small', 'smallQuotes'],
    [LARGE, 'large', 'largeQuotes'],
  ] as const) {
    note(trades, perSecond(await postTrades(load(), slug, ['survives:o1', 'drops:o2', 'set:o1,o3'])));
    note(quotes, await quotesPerSecond(port, slug));
  }
}

/** Trades and forecasts that were acknowledged, by how many. */
const acknowledged: PostedLoad[] = [];

function perSecond(posted: PostedLoad): number {
  if (Object.keys(posted.refused).length > 0) throw new Error(`refused: ${JSON.stringify(posted.refused)}`);
  turn += posted.acknowledged + CONNECTIONS;
  acknowledged.push(posted);
  return posted.acknowledged / posted.seconds;
}

/** Signed-in readers', so that no answer is kept for others. */
function quotesPerSecond(port: number, slug: string): Promise<number> {
  const path = `/api/v1/questions/${slug}/market/quote?event=survives:o1&spend=25`;
  const sessions = Array.from({ length: CONNECTIONS }, (_, n) => sessionOf(n));
  return readPages({ port, path, seconds: READ_SECONDS, sessions });
}

async function expectLogged({ owner }: BenchDatabase): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from trade)::int + (select count(*) from forecast)::int as n
  `.execute(owner);
  const sent = acknowledged.reduce((sum, posted) => sum + posted.acknowledged, 0);
  if (rows[0]!.n < sent) throw new Error(`${sent} were acknowledged, but ${rows[0]!.n} are in the logs`);
}

async function openQuestion(owner: Db, { slug, options, seats }: typeof SMALL): Promise<void> {
  const admin = await owner
    .insertInto('account')
    .values({ handle: `${slug}-admin`, isAdmin: true })
    .returning('id')
    .executeTakeFirstOrThrow();
  const by = { accountId: admin.id };
  const text = (name: string) => ({ ko: name, en: name });
  await drafts.create(owner, by, {
    ...{ slug, kind: 'side', round: null, title: text(slug), lead: text(slug), rules: [text(slug)] },
    options: Array.from({ length: options }, (_, i) => ({
      slug: `o${i + 1}`,
      label: text(`o${i + 1}`),
      shortLabel: text(`o${i + 1}`),
      company: null,
    })),
    ...{
      officialSource: null,
      seats,
      scored: true,
      closesAt: null,
      endsBy: new Date('2035-01-01T00:00:00Z'),
    },
  });
  await drafts.open(owner, by, slug);
}
