// Odds and boards of all processes are the same within a second after forecasts.
import { sql } from 'kysely';
import type { CrowdJson } from '#lib/types/odds-json.ts';
import { QUESTION } from '../bench/load/run-client.ts';
import { type Finding, readJson } from './check.ts';
import { post } from './load.ts';
import { appPort } from './programs.ts';
import type { Rig } from './rig.ts';
import { until } from '../setup/site.ts';

const BURSTS = 5;
const SECONDS = 2;
const WITHIN_MS = 1_000;
const BOARD = `/api/v1/leaderboard?assume=${QUESTION}:skt,upstage`;

export async function checkEqual(rig: Rig): Promise<Finding[]> {
  const odds: number[] = [];
  const boards: number[] = [];
  let acknowledged = 0;
  // The first board that a process is asked for starts its worker.
  await haveBoards(rig, 0);
  for (let burst = 0; burst < BURSTS; burst++) {
    acknowledged += (await post(rig, { seconds: SECONDS })).acknowledged;
    const expected = await standing(rig);
    const [oddsMs, boardMs] = await Promise.all([
      until(() => haveOdds(rig, expected), 'equal odds'),
      until(() => haveBoards(rig, expected.forecasters), 'equal boards'),
    ]);
    odds.push(oddsMs);
    boards.push(boardMs);
  }
  const after = `after each of ${BURSTS} bursts of ${SECONDS} s over 64 connections, ${acknowledged} forecasts in all`;
  const finding = (what: string, times: number[]) => ({
    what: `${what} at ${rig.apps.length} processes within a second of the last forecast`,
    holds: Math.max(...times) <= WITHIN_MS,
    figures: `${times.map(Math.round).join(', ')} ms ${after}`,
  });
  return [finding('equal odds', odds), finding('equal what-if boards', boards)];
}

interface Standing {
  forecasters: number;
  version: number;
}

/** What is expected of each process, by the database; the author is not in the crowd. */
export async function standing({ owner }: Rig): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select count(*)::int as forecasters, max(seq) as version
      from standing
      join question on question.id = standing.question_id and question.slug = ${QUESTION}
      join account on account.id = standing.account_id and not account.is_author
  `.execute(owner);
  return rows[0]!;
}

export async function haveOdds(rig: Rig, expected: Standing): Promise<boolean> {
  const all = await ofEach<CrowdJson>(rig, `/api/v1/questions/${QUESTION}/crowd`);
  const numbers = new Set(all.map(({ permille }) => JSON.stringify(permille)));
  return numbers.size === 1 && all.every(({ version }) => version === expected.version);
}

/** Scores of a what-if board depend on the instant, since they are as if the question were resolved now. */
async function haveBoards(rig: Rig, ranked: number): Promise<boolean> {
  const all = await ofEach<{ ranked: number }>(rig, BOARD);
  return all.every((board) => board.ranked === ranked);
}

function ofEach<Body>({ apps }: Rig, path: string): Promise<Body[]> {
  return Promise.all(apps.map((_, n) => readJson<Body>(`http://127.0.0.1:${appPort(n)}${path}`)));
}
