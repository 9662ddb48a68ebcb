// The site is killed in the middle of a publication: nothing of it stays, its page says so, and it can be sent again.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lockTable, query } from './records.ts';
import { until } from '../setup/site.ts';
import { startSeededSite, startSite } from './site.ts';

const SECRET = 'interruptedpublicationaaaaaaaaaaaaaaaaaa';
const RESULT = { 'outcome.lg': 'no', 'outcome.skt': 'yes', 'outcome.upstage': 'yes' };
const NOTE = '과기정통부 발표';

async function insertAdmin(dataDir: string): Promise<void> {
  await query(
    dataDir,
    `WITH person AS (INSERT INTO account (handle, is_admin) VALUES ('publishing-admin', true) RETURNING id)
     INSERT INTO session (secret_hash, account_id, expires_at, ends_at)
     SELECT $1, id, now() + interval '1 hour', now() + interval '2 hours' FROM person`,
    [createHash('sha256').update(SECRET).digest('hex')],
  );
}

/** What publishing leaves behind. */
async function countWritten(dataDir: string) {
  const [row] = await query(
    dataDir,
    `SELECT (SELECT count(*)::int FROM resolution) AS results, (SELECT count(*)::int FROM score) AS scores,
            (SELECT count(*)::int FROM notice WHERE version IS NOT NULL) AS notices`,
  );
  return row;
}

test('killed while it publishes: nothing is published, what was typed comes back, and publishing again works', async () => {
  const site = await startSeededSite();
  const { dataDir, port, url } = site;
  await insertAdmin(dataDir);
  const headers = { origin: url, accept: 'text/html', cookie: `session=${SECRET}` };
  const publish = () => {
    const at = new Date(Date.now() - 1_000).toISOString();
    const about = { knownAt: at, evidenceUrl: 'https://example.com/', evidenceAt: at, note: NOTE };
    const body = new URLSearchParams({ ...RESULT, ...about, expectedVersion: '0' });
    const path = '/admin/questions/final-3/resolve?/publish';
    return fetch(url + path, { method: 'POST', redirect: 'manual', headers, body });
  };
  const get = (path: string) => fetch(url + path, { redirect: 'manual', headers });

  const unlock = await lockTable(dataDir, 'board');
  const answer = await publish();
  expect(answer.status).toBe(303);
  const progress = answer.headers.get('location') ?? '';
  expect(progress).toContain('/resolve/progress/');
  expect(await (await get(progress)).text()).toContain('순위표 만들기');
  site.process.kill('SIGKILL');
  expect(await site.ended).toBe('SIGKILL');
  await unlock();

  await startSite({ dataDir, port });
  let form = '';
  await until(async () => {
    form = (await get(progress)).headers.get('location') ?? '';
    return form !== '';
  }, 'the end of the publication');
  expect(form).toContain('/resolve?publication=');
  const page = await (await get(form)).text();
  expect(page).toContain('공개하던 중에 멈춰서 아무것도 바뀌지 않았어요.');
  expect(page).toContain(NOTE);
  expect(await countWritten(dataDir)).toEqual({ results: 0, scores: 0, notices: 0 });

  const again = await publish();
  expect([again.status, again.headers.get('location')]).toEqual([303, '/results/final-3']);
  expect(await countWritten(dataDir)).toEqual({ results: 1, scores: 1, notices: 1 });
});
