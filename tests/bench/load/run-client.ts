// Starts the client processes and reads what they print.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { balance } from '../../../src/lib/domain/seats.ts';
import { seeded } from '../side-by-side.ts';
import { sessionOf } from '../site.ts';
import type { PostedLoad, PostLoad } from './post-forms.ts';
import type { PageLoad } from './read-pages.ts';

export const QUESTION = 'final-3';
export const OPTIONS = ['lg', 'skt', 'upstage'];
export const SEATS = 2;

/** Random forecasts on the question, in permille. */
export function randomForecasts(count: number, seed = 1): number[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    balance(
      OPTIONS.map(() => 1 + Math.floor(999 * random())),
      SEATS,
    ),
  );
}

const FORECASTS = randomForecasts(997).map((permille) =>
  OPTIONS.map((slug, i) => `p.${slug}=${(permille[i]! / 10).toFixed(1)}`).join('&'),
);

type Load = Pick<PostLoad, 'port' | 'connections' | 'seconds' | 'perSecond' | 'keepsTrying'> & {
  /** How many accounts take turns, from the first on. */
  accounts: number;
  firstTurn?: number;
};

export function postForecasts(load: Load): Promise<PostedLoad> {
  return post(load, { path: `/questions/${QUESTION}`, action: 'forecast', bodies: FORECASTS });
}

/** Buys shares for one point, whatever the price. @param events as `survives:skt` */
export function postTrades(load: Load, question: string, events: readonly string[]): Promise<PostedLoad> {
  const bodies = events.map((event) => `event=${event}&spend=1&price=1`);
  return post(load, { path: `/questions/${question}/market`, action: 'buy', bodies });
}

async function post(
  { accounts, ...rest }: Load,
  form: Pick<PostLoad, 'path' | 'action' | 'bodies'>,
): Promise<PostedLoad> {
  const sessions = Array.from({ length: accounts }, (_, n) => sessionOf(n));
  const client = startClient('post-forms.ts', []);
  client.stdin.end(JSON.stringify({ firstTurn: 0, ...rest, ...form, sessions } satisfies PostLoad));
  return JSON.parse(await outputOf(client)) as PostedLoad;
}

/** @returns pages per second of all readers together */
export async function readPages(load: PageLoad): Promise<number> {
  const client = startClient('read-pages.ts', []);
  client.stdin.end(JSON.stringify(load));
  return Number(await outputOf(client));
}

interface HeldStreams {
  /** Closes them. @returns bytes that came in all, and how many streams were still open */
  close(): Promise<{ received: number; open: number }>;
}

export async function holdStreams(port: number, count: number): Promise<HeldStreams> {
  const client = startClient('hold-streams.ts', [String(port), String(count), QUESTION]);
  const [first] = (await once(client.stdout, 'data')) as [Buffer];
  if (!first.toString().startsWith('ready')) throw new Error(first.toString());
  return {
    async close() {
      client.stdin.end();
      return JSON.parse(await outputOf(client)) as { received: number; open: number };
    },
  };
}

export function startClient(file: string, args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args]);
  child.stderr.pipe(process.stderr);
  return child;
}

export async function outputOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`A client of the load ended with ${code}.`);
  return output;
}
