// `npm run bench:accounts`: attacks on joining and signing in, over HTTP, on a site of its own: guessing a password, joins
// from one address, locking somebody out, and whether the time of an answer tells who has an account. Takes two minutes.
import { randomBytes, randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Challenge } from 'altcha-lib/types';
import { startMailbox } from '../setup/mailbox.ts';
import { openBenchServer, startSite } from './site.ts';

const ADDRESS_HEADER = 'x-bench-address';
const PASSWORD = 'three seats, two teams';
const GUESSES = 40;
const JOINS = 60;
const MINUTE_MS = 60_000;
const SAMPLES = 150;
/** As many as the lowest limit on one login or mailbox allows. */
const TRIES_PER_LOGIN = 5;

const server = await openBenchServer(1);
const database = await server.createDatabase();
const mailbox = await startMailbox();
let origin = '';

interface Client {
  address: string;
  cookie?: string;
}

function newClient(): Client {
  return { address: [10, ...randomBytes(3)].join('.') };
}

/** Posts a form. @returns the status, and the cookies that a browser would keep */
async function post(path: string, fields: Record<string, string>, { address, cookie = '' }: Client) {
  const response = await fetch(origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie, accept: 'text/html', [ADDRESS_HEADER]: address },
    body: new URLSearchParams({ next: '/', ...fields }),
  });
  await response.arrayBuffer();
  const cookies = response.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { status: response.status, cookie: cookies.join('; ') };
}

function join(client: Client, fields: Record<string, string> = {}) {
  const handle = `bench_${randomUUID().slice(0, 13)}`;
  return post('/join', { handle, password: PASSWORD, age14: 'on', terms: 'on', ...fields }, client);
}

function signIn(login: string, password: string, client = newClient()) {
  return post('/sign-in', { login, password }, client);
}

async function statuses(count: number, attempt: (i: number) => Promise<{ status: number }>): Promise<string> {
  const counts = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const { status } = await attempt(i);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].map(([status, times]) => `${times} × ${status}`).join(', ');
}

/** Guesses at one account, each from an address of its own; then its owner signs in. */
async function guess(): Promise<void> {
  const email = 'victim@example.com';
  const device = await join(newClient(), { handle: 'victim', email });
  console.log(
    `guessing ${GUESSES} times:`,
    await statuses(GUESSES, (i) => signIn('victim', `a guess, number ${i}`)),
  );
  const { cookie } = device;
  console.log('then the owner, on a new device:', (await signIn('victim', PASSWORD)).status);
  console.log('on the old device:', (await signIn('victim', PASSWORD, { ...newClient(), cookie })).status);
  const stranger = { handle: 'stranger', email, password: 'another long password' };
  await join(newClient(), stranger);
  const claimed = await statuses(5, () => signIn(email, stranger.password));
  console.log('signing in by an address that is only claimed:', claimed);
}

async function joinFromOneAddress(): Promise<void> {
  const client = newClient();
  const began = Date.now();
  console.log(`${JOINS} joins from one address:`, await statuses(JOINS, () => join(client)));
  console.log(`in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  let joined = 0;
  for (const end = Date.now() + MINUTE_MS; Date.now() < end;) {
    const solution = await solve(client);
    if ((await join(client, { solution })).status === 303) joined++;
  }
  console.log('joins in the next minute by a program that solves each challenge:', joined);
  const { token } = await challengeFor(client);
  console.log('with a token that has not waited:', (await join(client, { token })).status);
}

async function solve(client: Client): Promise<string> {
  const { challenge } = await challengeFor(client);
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}

/** The challenge and the token on the join page. */
async function challengeFor({ address }: Client): Promise<{ challenge: Challenge; token: string }> {
  const page = await fetch(`${origin}/join`, { headers: { [ADDRESS_HEADER]: address } });
  const html = await page.text();
  const [, literal = ''] = /challenge:(\{parameters:\{[^}]*\},signature:"[^"]*"\})/.exec(html) ?? [];
  const [, token = ''] = /name="token" value="([^"]*)"/.exec(html) ?? [];
  // The page's script has it as a JavaScript literal of plain names and values.
  return { challenge: JSON.parse(literal.replace(/([{,])(\w+):/g, '$1"$2":')) as Challenge, token };
}

/** Medians of the time of wrong sign-ins, joins and requests of a link, for logins and addresses that are known and unknown. */
async function compareTimes(): Promise<void> {
  const handles = Array.from({ length: Math.ceil(SAMPLES / TRIES_PER_LOGIN) }, (_, i) => `known_${i}x`);
  for (const handle of handles) await join(newClient(), { handle, email: `${handle}@example.com` });
  await database.owner
    .updateTable('account')
    .set({ emailVerifiedAt: new Date() })
    .where('handle', 'in', handles)
    .execute();
  const loginOf = (i: number, isKnown: boolean) =>
    isKnown ? (handles[i % handles.length] ?? '') : `unknown_${i % handles.length}x`;
  await compare('wrong sign-in by handle', (i, isKnown) => signIn(loginOf(i, isKnown), 'a wrong password'));
  await compare('joining with an address', (i, isKnown) =>
    join(newClient(), { email: `${loginOf(i, isKnown)}@example.com` }),
  );
  await compare('asking for a reset link', (i, isKnown) =>
    post('/reset', { login: `${loginOf(i, isKnown)}@example.com` }, newClient()),
  );
}

async function compare(
  what: string,
  attempt: (i: number, isKnown: boolean) => Promise<unknown>,
): Promise<void> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let i = 0; i < 2 * SAMPLES; i++) {
    // In pairs, each of which begins with the other.
    const isKnown = i % 4 === 0 || i % 4 === 3;
    const began = performance.now();
    await attempt(i >> 1, isKnown);
    times[isKnown ? 'known' : 'unknown'].push(performance.now() - began);
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const ratio = (known / unknown).toFixed(3);
  console.log(`${what}: known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms, ratio ${ratio}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Attacks a site with these settings. */
async function onSite(settings: Record<string, string>, attack: () => Promise<void>): Promise<void> {
  const site = await startSite(database, { ADDRESS_HEADER, ...settings });
  origin = `http://127.0.0.1:${site.port}`;
  await attack().finally(() => site.stop());
}

try {
  await onSite({}, async () => {
    await guess();
    await joinFromOneAddress();
  });
  // With mail, joining and resetting look addresses up.
  await onSite({ SMTP_URL: mailbox.url }, compareTimes);
} finally {
  await mailbox.close();
  await database.close();
  await server.stop();
}
