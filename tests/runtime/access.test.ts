// The table of access against the running site.
import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { CARD, METHODS, PARAMS, PEOPLE, type Person, PUBLICATION, type Row, TABLE } from './access-table.ts';
import { query } from './records.ts';
import { useSite } from './site.ts';

// The pages of verification and recovery are there where mail is, and others where a provider is; nothing listens at these
// addresses.
const shared = useSite({
  SMTP_URL: 'smtp://127.0.0.1:9',
  KAKAO_CLIENT_ID: 'id',
  KAKAO_CLIENT_SECRET: 'secret',
  KAKAO_ISSUER: 'http://127.0.0.1:9',
});

/** The id of each person's account. */
const accounts = new Map<Person, number>();

beforeAll(async () => {
  const { dataDir } = shared.site;
  for (const person of PEOPLE)
    if (person !== 'visitor') accounts.set(person, await makeAccount(dataDir, person));
  await query(dataDir, 'UPDATE account SET is_admin = false WHERE id = $1', [accounts.get('former admin')]);
  await query(
    dataDir,
    `INSERT INTO publication (id, question_id, account_id, expected_version, typed, is_annulment, step, done, total, seen_at)
     SELECT $1, id, $2, 0, '{}', false, 'scores', 0, 0, '2026-01-01' FROM question WHERE slug = 'final-3'`,
    [PUBLICATION, accounts.get('admin')],
  );
  await query(
    dataDir,
    `WITH placed AS (
       SELECT place_forecasts(id, ARRAY[$1::int], ARRAY[gen_random_uuid()], ARRAY['{800,800,400}']) FROM question
        WHERE slug = 'final-3'
     ) SELECT count(*) FROM placed`,
    [accounts.get('member')],
  );
  await query(
    dataDir,
    `INSERT INTO card (id, account_id, question_id, seq, shows_handle)
     SELECT $1, account_id, question_id, seq, true FROM standing WHERE account_id = $2`,
    [CARD, accounts.get('member')],
  );
});

async function makeAccount(dataDir: string, person: Person): Promise<number> {
  const handle = `access-${person.replace(' ', '-')}`;
  const email = person === 'unverified' ? null : `${handle}@example.com`;
  const values = [handle, email, email && new Date(), person === 'excluded' ? new Date() : null];
  const [row] =
    person === 'author'
      ? await query(dataDir, 'SELECT id FROM account WHERE is_author')
      : await query(
          dataDir,
          `INSERT INTO account (handle, email, email_verified_at, excluded_at, is_admin)
           VALUES ($1, $2, $3, $4, $5) RETURNING id`,
          [...values, person.includes('admin')],
        );
  return row?.['id'] as number;
}

/** A new session of each person, because a row may end the one that it is sent with. */
async function signIn(): Promise<Map<Person, string>> {
  const secrets = [...accounts].map(([person, id]) => ({
    person,
    id,
    secret: randomBytes(20).toString('hex'),
  }));
  await query(
    shared.site.dataDir,
    `INSERT INTO session (secret_hash, account_id, expires_at, ends_at)
     SELECT hash, id, now() + interval '1 hour', now() + interval '2 hours' FROM unnest($1::text[], $2::int[]) t (hash, id)`,
    [
      secrets.map(({ secret }) => createHash('sha256').update(secret).digest('hex')),
      secrets.map(({ id }) => id),
    ],
  );
  return new Map(secrets.map(({ person, secret }) => [person, secret]));
}

/** Sends a row's request as each person. @returns the statuses */
async function askAll(name: string, row: Row): Promise<Partial<Record<Person, number>>> {
  const sessions = await signIn();
  const got = PEOPLE.map(async (person) => [person, await ask(sessions.get(person), name, row)] as const);
  return Object.fromEntries(await Promise.all(got));
}

async function ask(secret: string | undefined, name: string, { fields = {} }: Row): Promise<number> {
  const { url } = shared.site;
  const [method = '', address = ''] = name.split(' ');
  const [route = '', action] = address.split('?');
  const params = PARAMS[route] ?? PARAMS['default'];
  const path = route.replace(/\[(\w+)\]/g, (_, param: string) => params?.[param] ?? 'missing');
  const response = await fetch(`${url}${path}${action ? `?${action}` : ''}`, {
    method,
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html', ...(secret && { cookie: `session=${secret}` }) },
    ...(method === 'POST' && { body: new URLSearchParams(fields) }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('access to', () => {
  test.each(Object.entries(TABLE))('%s', async (name, row) => {
    const expected = Object.fromEntries(PEOPLE.map((person) => [person, row[person] ?? row.everybody]));
    expect(await askAll(name, row)).toEqual(expected);
  });

  test('what is not served is refused to everybody', async () => {
    const routes = [...new Set(Object.keys(TABLE).map((name) => name.split(/[ ?]/)[1] ?? ''))];
    const absent = routes.flatMap((route) =>
      METHODS.filter((method) => !['GET', 'HEAD'].includes(method))
        .filter((method) => !Object.keys(TABLE).some((name) => name.startsWith(`${method} ${route}`)))
        .map((method) => `${method} ${route}`),
    );
    for (const name of absent) {
      const got = Object.values(await askAll(name, { everybody: 0 }));
      const isRefused = got.every((status) => [303, 401, 404, 405].includes(status));
      expect([name, isRefused, got]).toEqual([name, true, got]);
    }
  });
});
