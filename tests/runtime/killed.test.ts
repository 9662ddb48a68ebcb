// The site is killed while forecasts arrive: what was acknowledged is in the log, and what was not can be sent again.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { query } from './records.ts';
import { insertSessions } from './sessions.ts';
import { type Site } from '../setup/site.ts';
import { startSeededSite, startSite } from './site.ts';

const ACCOUNTS = 64;
const ACKNOWLEDGED_BEFORE_KILL = 300;

interface Sent {
  secret: string;
  requestId: string;
  /** Permille of SK Telecom, Upstage and LG, the order of the question's options. */
  permille: [number, number, number];
  acknowledged: boolean;
}

/** Resolves to false where no answer came; throws where the forecast was refused. */
async function post({ url }: Site, { secret, requestId, permille }: Sent): Promise<boolean> {
  const fields = ['skt', 'upstage', 'lg'].map((slug, i) => [`p.${slug}`, String(permille[i]! / 10)]);
  const answer = await fetch(`${url}/questions/final-3?/forecast`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html', cookie: `session=${secret}` },
    body: new URLSearchParams([...fields, ['requestId', requestId]]),
  }).catch(() => null);
  if (answer === null) return false;
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`);
  return true;
}

test('killed under load: every acknowledged forecast is in the log, and each that is sent again counts once', async () => {
  const site = await startSeededSite();
  const secrets = await insertSessions(site.dataDir, ACCOUNTS);
  const sent: Sent[] = [];
  let acknowledged = 0;

  async function forecastUntilKilled(secret: string): Promise<void> {
    for (let turn = 1; ; turn++) {
      const forecast: Sent = {
        secret,
        requestId: randomUUID(),
        permille: [300 + turn, 900 - turn, 800],
        acknowledged: false,
      };
      sent.push(forecast);
      forecast.acknowledged = await post(site, forecast);
      if (!forecast.acknowledged) return;
      acknowledged += 1;
      if (acknowledged === ACKNOWLEDGED_BEFORE_KILL) site.process.kill('SIGKILL');
    }
  }
  await Promise.all(secrets.map(forecastUntilKilled));
  expect(await site.ended).toBe('SIGKILL');

  const next = await startSite({ dataDir: site.dataDir, port: site.port });
  const unanswered = sent.filter((forecast) => !forecast.acknowledged);
  expect(unanswered.length).toBeGreaterThan(0);
  for (const forecast of unanswered) expect(await post(next, forecast)).toBe(true);

  const rows = await query(
    next.dataDir,
    `select request_id, permille from forecast where request_id = any($1::uuid[])`,
    [sent.map(({ requestId }) => requestId)],
  );
  expect(rows).toHaveLength(sent.length);
  const logged = new Map(rows.map(({ request_id, permille }) => [request_id, permille]));
  for (const { requestId, permille } of sent) expect(logged.get(requestId)).toEqual(permille);
});
