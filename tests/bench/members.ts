// Pages of signed-in readers: the page of a question on which each has a forecast, against a page of the same build that
// needs nothing but the reader's session and the header. Alternating runs by the same client, medians.
import { postForecasts, QUESTION, readPages } from './load/run-client.ts';
import { median, type Result, rounded } from './result.ts';
import { openBenchServer, sessionOf, startSite } from './site.ts';

const ROUNDS = 3;
const WARM_SECONDS = 2;
const SECONDS = 5;
const CONNECTIONS = 32;
const PAGE = `/questions/${QUESTION}`;
/** Static prose; its load reads nothing from the database. */
const EMPTY_PAGE = '/privacy';

export async function results(): Promise<Result[]> {
  const server = await openBenchServer(CONNECTIONS);
  const database = await server.createDatabase();
  const site = await startSite(database);
  const sessions = Array.from({ length: CONNECTIONS }, (_, n) => sessionOf(n));
  const read = (path: string, seconds: number) => readPages({ port: site.port, path, seconds, sessions });
  try {
    const load = { port: site.port, connections: CONNECTIONS, accounts: CONNECTIONS };
    await postForecasts({ ...load, seconds: 1 });
    const [pages, empty]: [number[], number[]] = [[], []];
    for (const path of [PAGE, EMPTY_PAGE]) await read(path, WARM_SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      pages.push(await read(PAGE, SECONDS));
      empty.push(await read(EMPTY_PAGE, SECONDS));
    }
    const note = `question page ${rounded(pages)}/s, ${EMPTY_PAGE} ${rounded(empty)}/s`;
    const goal = { name: 'member-page-vs-empty-page', goal: 0.35, atLeast: true };
    return [{ ...goal, ratio: median(pages) / median(empty), note }];
  } finally {
    await site.stop();
    await database.close();
    await server.stop();
  }
}
