// The site is killed while trades arrive: each of them counts once, whether or not its receipt came and however often it is
// sent again.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { query } from './records.ts';
import { insertSessions } from './sessions.ts';
import { type Site, statusOf, until } from '../setup/site.ts';
import { launchSite, startSeededSite, startSite } from './site.ts';

const ACCOUNTS = 64;
const ACKNOWLEDGED_BEFORE_KILL = 200;
const PATH = '/questions/final-3/market?/buy';
const STAKE_MICRO = 1_000_000_000;

interface Purchase {
  secret: string;
  requestId: string;
  event: string;
  spend: string;
}

function formOf({ event, spend, requestId }: Purchase): URLSearchParams {
  return new URLSearchParams({ event, spend, price: '1', requestId });
}

/** @returns the trade's place in the log, or null where no answer came; throws where it was refused */
async function post({ url }: Site, purchase: Purchase): Promise<number | null> {
  const answer = await fetch(url + PATH, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html', cookie: `session=${purchase.secret}` },
    body: formOf(purchase),
  }).catch(() => null);
  if (answer === null) return null;
  const seq = /traded=(\d+)/.exec(answer.headers.get('location') ?? '')?.[1];
  if (answer.status !== 303 || !seq) throw new Error(`${answer.status} ${await answer.text()}`);
  return Number(seq);
}

/** Sends a purchase and never reads an answer. */
function sendOnly({ url, port }: Site, purchase: Purchase): void {
  const body = formOf(purchase).toString();
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => socket.destroy());
  socket.write(
    `POST ${PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${url}\r\nAccept: text/html\r\n` +
      `Cookie: session=${purchase.secret}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

/** The market that a stream sends first. */
async function firstMarket({ url }: Site): Promise<unknown> {
  const { body } = await fetch(`${url}/live?question=final-3`);
  let received = '';
  for await (const text of body!.pipeThrough(new TextDecoderStream())) {
    received += text;
    const data = /^event: market\ndata: (.*)$/m.exec(received)?.[1];
    if (data) return JSON.parse(data);
  }
  throw new Error(`The stream ended: ${received}`);
}

const logOf = (dataDir: string) =>
  query(dataDir, 'select seq, request_id, points::float8 as points from trade order by seq');

/** Balances, the maker's cash and the number of trades follow from the log. */
async function expectBooksAgree(dataDir: string): Promise<void> {
  const [books] = await query(
    dataDir,
    `select (select version from market) = (select count(*) from trade) as counted,
            (select cash from market) = (select -sum(points) from trade) as cash,
            (select bool_and(balance = $1::bigint + (
               select sum(points) from trade where trade.account_id = market_balance.account_id
             )) from market_balance) as balances,
            (select bool_and(shares = (
               select sum(shares) from trade t where t.account_id = p.account_id and t.event = p.event
             )) from market_position p) as positions`,
    [STAKE_MICRO],
  );
  expect(books).toEqual({ counted: true, cash: true, balances: true, positions: true });
}

test('killed between a trade and its receipt: sent again it is the same trade', async () => {
  const site = await startSeededSite();
  const [secret] = await insertSessions(site.dataDir, 1);
  const purchase = { secret: secret!, requestId: randomUUID(), event: 'survives:skt', spend: '12.5' };
  sendOnly(site, purchase);
  await until(async () => (await logOf(site.dataDir)).length === 1, 'the trade');
  site.process.kill('SIGKILL');
  await site.ended;

  const next = await launchSite({ dataDir: site.dataDir, port: site.port });
  await until(async () => (await statusOf(`${next.url}/healthz`)) === 200, 'the site');
  // An open page comes back before anybody has loaded one: its stream has the price of the trade.
  expect(await firstMarket(next)).toMatchObject({ question: 'final-3', version: 1 });
  expect(await post(next, purchase)).toBe(1);
  expect(await post(next, purchase)).toBe(1);
  expect(await logOf(site.dataDir)).toEqual([
    { seq: 1, request_id: purchase.requestId, points: -12_500_000 },
  ]);
  await expectBooksAgree(site.dataDir);
});

test('killed under load: every acknowledged trade is in the log, and each that is sent again counts once', async () => {
  const site = await startSeededSite();
  const secrets = await insertSessions(site.dataDir, ACCOUNTS);
  const sent: { purchase: Purchase; seq: number | null }[] = [];
  let acknowledged = 0;

  async function buyUntilKilled(secret: string, at: number): Promise<void> {
    for (let turn = 1; ; turn++) {
      const event = ['survives:skt', 'drops:lg', 'set:skt,upstage'][(at + turn) % 3]!;
      const purchase = { secret, requestId: randomUUID(), event, spend: `${1 + (turn % 5)}.25` };
      const one = { purchase, seq: null as number | null };
      sent.push(one);
      one.seq = await post(site, purchase);
      if (one.seq === null) return;
      acknowledged += 1;
      if (acknowledged === ACKNOWLEDGED_BEFORE_KILL) site.process.kill('SIGKILL');
    }
  }
  await Promise.all(secrets.map(buyUntilKilled));
  expect(await site.ended).toBe('SIGKILL');

  const next = await startSite({ dataDir: site.dataDir, port: site.port });
  expect(sent.filter(({ seq }) => seq === null).length).toBeGreaterThan(0);
  for (const { purchase, seq } of sent) {
    const again = await post(next, purchase);
    expect(again).toBe(seq ?? again);
  }
  const log = await logOf(site.dataDir);
  expect(log.map(({ request_id }) => request_id).toSorted()).toEqual(
    sent.map(({ purchase }) => purchase.requestId).toSorted(),
  );
  await expectBooksAgree(site.dataDir);
});
