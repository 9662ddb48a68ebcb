// Reads of visitors by the site, against bare node:http with the same bytes and headers: one client, 64 connections,
// alternating runs, medians. Notes hold the rates, and those of a member, whose pages are made for one reader.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { postForecasts, QUESTION, startClient, outputOf } from './load/run-client.ts';
import type { ReadCount, ReadLoad } from './load/send-reads.ts';
import { fillBoard } from './rank.ts';
import { median, type Result, rounded } from './result.ts';
import { openBenchServer, sessionOf, startSite } from './site.ts';

const ROUNDS = 3;
const SECONDS = 3;
const WARM_SECONDS = 1;
const CONNECTIONS = 64;
const ACCOUNTS = 500;
const RANKED = 1_000;
const BROWSER = ['accept-encoding: gzip, deflate, br', 'accept: text/html', 'user-agent: bench'];
/** Of each request and connection, set by node:http itself. */
const OF_CONNECTION = /^(?:date|connection|keep-alive|transfer-encoding)$/i;

interface Rates {
  site: number[];
  bare: number[];
}

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(ACCOUNTS);
  const database = await server.createDatabase();
  await fillBoard(database.owner, RANKED);
  const site = await startSite(database);
  try {
    await postForecasts({ port: site.port, connections: CONNECTIONS, accounts: ACCOUNTS, seconds: 2 });
    const [odds, board] = [`/api/v1/questions/${QUESTION}/crowd`, '/api/v1/leaderboard'];
    const hot = await measure(site.port, odds);
    const home = await measure(site.port, '/');
    const question = await measure(site.port, `/questions/${QUESTION}`);
    const rows = await measure(site.port, board);
    const member = await membersPerSecond(site.port);
    const pages = [home, question].toSorted((a, b) => ratioOf(a) - ratioOf(b));
    const note = `home ${noteOf(home)}; question ${noteOf(question)}; a member’s question page ${rounded(member)}/s`;
    return [
      { name: 'hot-read-vs-bare-http', ratio: ratioOf(hot), goal: 0.7, atLeast: true, note: noteOf(hot) },
      { name: 'visitor-page-vs-bare-http', ratio: ratioOf(pages[0]!), goal: 0.5, atLeast: true, note },
      { name: 'board-read-vs-bare-http', ratio: ratioOf(rows), goal: 0.5, atLeast: true, note: noteOf(rows) },
    ];
  } finally {
    await site.stop();
    await database.close();
    await server.stop();
  }
}

async function measure(port: number, path: string): Promise<Rates> {
  const bare = await startBareServer(port, path);
  const rates: Rates = { site: [], bare: [] };
  try {
    for (const each of [port, bare.port]) await readsPerSecond(each, path, BROWSER, WARM_SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      rates.site.push(await readsPerSecond(port, path, BROWSER));
      rates.bare.push(await readsPerSecond(bare.port, path, BROWSER));
    }
    return rates;
  } finally {
    bare.stop();
  }
}

async function membersPerSecond(port: number): Promise<number[]> {
  const path = `/questions/${QUESTION}`;
  const headers = [...BROWSER, `cookie: session=${sessionOf(1)}`];
  await readsPerSecond(port, path, headers, WARM_SECONDS);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await readsPerSecond(port, path, headers));
  return rates;
}

async function readsPerSecond(
  port: number,
  path: string,
  headers: string[],
  seconds = SECONDS,
): Promise<number> {
  const load: ReadLoad = { port, path, headers, connections: CONNECTIONS, seconds };
  const client = startClient('send-reads.ts', []);
  client.stdin.end(JSON.stringify(load));
  const count = JSON.parse(await outputOf(client)) as ReadCount;
  if (Object.keys(count.others).length > 0) throw new Error(`${path}: ${JSON.stringify(count.others)}`);
  return count.answers / count.seconds;
}

/** Answers everything as the site answers this path. */
async function startBareServer(port: number, path: string) {
  const headers = Object.fromEntries(BROWSER.map((line) => line.split(': ') as [string, string]));
  const [response] = (await once(get({ port, path, headers, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  const body = (await buffer(response)).toString('base64');
  const { rawHeaders } = response;
  const head = rawHeaders.filter((_, i) => !OF_CONNECTION.test(rawHeaders[i - (i % 2)]!));
  const process = startClient('bare-server.ts', []);
  process.stdin.end(JSON.stringify({ head, body }));
  const [printed] = (await once(process.stdout, 'data')) as [Buffer];
  return { port: Number(printed), stop: () => void process.kill() };
}

function ratioOf({ site, bare }: Rates): number {
  return median(site) / median(bare);
}

function noteOf({ site, bare }: Rates): string {
  return `${rounded(site)}/s, bare ${rounded(bare)}/s`;
}
