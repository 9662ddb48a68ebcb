import { type KyselyPlugin, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createAuth } from '#lib/server/people/sessions/auth.ts';
import { sha256 } from '#lib/server/platform/signing.ts';
import { endOtherSessions, endSession, listSessions } from '#lib/server/people/sessions/sessions.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { connectAt } from './setup/clock.ts';
import { sharedDatabase } from './setup/database.ts';
import { insertForecaster } from './setup/factories.ts';
import { readTables } from './setup/tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const IDLE_DAYS = 14;
const ABSOLUTE_DAYS = 90;

async function setUp() {
  const { db, owner, appUrl } = await sharedDatabase();
  const accountId = await insertForecaster(db);
  const auth = createAuth(db);
  const open = async () => (await auth.open(accountId)).value;
  return { db, owner, appUrl, accountId, auth, open };
}

/** Days from now to the idle and the absolute end of a session. */
async function endsOf(db: Db, secret: string): Promise<{ idle: number; absolute: number }> {
  const { expiresAt, endsAt } = await db
    .selectFrom('session')
    .select(['expiresAt', 'endsAt'])
    .where('secretHash', '=', sha256(secret))
    .executeTakeFirstOrThrow();
  const daysTo = (at: Date) => (at.getTime() - Date.now()) / DAY_MS;
  return { idle: daysTo(expiresAt), absolute: daysTo(endsAt) };
}

/** Sets in how many days a session ends, which only the owner of the tables can. */
async function age(owner: Db, secret: string, { idleIn, endsIn = 80 }: { idleIn: number; endsIn?: number }) {
  const { numAffectedRows } = await sql`
    update session set expires_at = now_at() + make_interval(secs => ${idleIn * 86400}),
                       ends_at = now_at() + make_interval(secs => ${endsIn * 86400})
    where secret_hash = ${sha256(secret)}
  `.execute(owner);
  expect(numAffectedRows).toBe(1n);
}

describe('a session', () => {
  test('belongs to the account that opened it, and has a unique secret', async () => {
    const { db, accountId, auth, open } = await setUp();
    const other = await insertForecaster(db);
    const secrets = await Promise.all(Array.from({ length: 20 }, open));
    expect(new Set(secrets).size).toBe(20);
    for (const secret of secrets) {
      expect(secret).toMatch(/^[a-z2-7]{40}$/);
      expect(await auth.read(secret)).toMatchObject({ account: { id: accountId } });
    }
    const { value } = await auth.open(other);
    expect(await auth.read(value)).toMatchObject({ account: { id: other } });
  });

  test('leaves only the SHA-256 of its secret in the database, which opens nothing', async () => {
    const { owner, auth, open } = await setUp();
    const secret = await open();
    await auth.read(secret);
    const tables = JSON.stringify(await readTables(owner));
    expect(tables).toContain(sha256(secret));
    expect(tables).not.toContain(secret);
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(tables).not.toContain(Buffer.from(secret).toString(encoding));
    expect(await auth.read(sha256(secret))).toBeNull();
  });

  test('is not opened by a changed secret', async () => {
    const { auth, open } = await setUp();
    const secret = await open();
    const cut = [secret.slice(0, -1), `${secret}a`, secret.toUpperCase(), ` ${secret} `, `${secret}\0`];
    const forged = ['', ...cut, "' or true --", '%', 'a'.repeat(1_000_000)];
    for (const text of forged) expect(await auth.read(text)).toBeNull();
    expect(await auth.read(secret)).not.toBeNull();
  });

  test('reads the account as it is now, not as it was at sign-in', async () => {
    const { owner, accountId, auth, open } = await setUp();
    const secret = await open();
    const rightsOf = async () => (await auth.read(secret))?.account;
    expect(await rightsOf()).toMatchObject({ isAdmin: false, isAuthor: false });
    await sql`update account set handle = 'renamed' where id = ${accountId}`.execute(owner);
    expect(await rightsOf()).toEqual({ id: accountId, handle: 'renamed', isAdmin: false, isAuthor: false });
  });

  test('is deleted with its account', async () => {
    const { owner, accountId, auth, open } = await setUp();
    const secret = await open();
    await sql`delete from account where id = ${accountId}`.execute(owner);
    expect(await auth.read(secret)).toBeNull();
  });

  test.each([
    ['on https is bound to its host', 'https://final-two.example', '', '__Host-session'],
    ['on http', '', '', 'session'],
    ['of a rehearsal, which may share its host with the real site', '', 'on', 'rehearsal-session'],
  ])('has a cookie that %s', async (_, ORIGIN, REHEARSAL, name) => {
    const { db, accountId } = await setUp();
    const maxAgeSeconds = IDLE_DAYS * 24 * 60 * 60;
    const { cookiePrefix } = readConfig({ ORIGIN, REHEARSAL });
    expect(await createAuth(db, cookiePrefix).open(accountId)).toMatchObject({ name, maxAgeSeconds });
  });
});

describe('requests at the same time', () => {
  test('are batched into one query, and each gets its own account', async () => {
    const { db, open } = await setUp();
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const auth = createAuth(db.withPlugin(counting));
    const secrets = await Promise.all(Array.from({ length: 50 }, open));
    const unknown = 'a'.repeat(40);
    const read = await Promise.all([...secrets, unknown].map((secret) => auth.read(secret)));
    expect(read.slice(0, 50).every((session) => session !== null)).toBe(true);
    expect(read[50]).toBeNull();
    expect(statements).toBeLessThanOrEqual(2);
  });

  test('never see a session that ended before they started', async () => {
    const { auth, open } = await setUp();
    const [ended, other] = [await open(), await open()];
    const underWay = auth.read(other);
    await auth.close(ended);
    expect(await auth.read(ended)).toBeNull();
    expect(await underWay).not.toBeNull();
  });
});

describe('the lifetime of a session', () => {
  test('ends fourteen days after its last use, and ninety after signing in at the latest', async () => {
    const { db, open } = await setUp();
    const { idle, absolute } = await endsOf(db, await open());
    expect(idle).toBeCloseTo(IDLE_DAYS, 2);
    expect(absolute).toBeCloseTo(ABSOLUTE_DAYS, 2);
  });

  test.each([
    ['not changed while more than half of it is left', { idleIn: 7.1, endsIn: 80 }, false, 7.1],
    ['renewed with a cookie once half of it is over', { idleIn: 6.9, endsIn: 80 }, true, IDLE_DAYS],
    ['never renewed beyond its absolute end', { idleIn: 1, endsIn: 3 }, true, 3],
  ])('is %s', async (_, ends, isRenewed, idleAfter) => {
    const { owner, db, auth, open } = await setUp();
    const secret = await open();
    await age(owner, secret, ends);
    const cookie = isRenewed ? expect.objectContaining({ value: secret }) : null;
    expect(await auth.read(secret)).toMatchObject({ cookie });
    const { idle, absolute } = await endsOf(db, secret);
    expect(idle).toBeCloseTo(idleAfter, 2);
    expect(absolute).toBeCloseTo(ends.endsIn, 2);
  });

  test.each([
    ['a day ago', -1],
    ['a moment ago', -0.00001],
  ])('is over when it ended %s', async (_, idleIn) => {
    const { owner, auth, open } = await setUp();
    const secret = await open();
    await age(owner, secret, { idleIn });
    expect(await auth.read(secret)).toBeNull();
  });

  test('is measured by the clock of the database', async () => {
    const { open, appUrl } = await setUp();
    const secret = await open();
    const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
    const readAt = (days: number) => createAuth(connectAt(appUrl, inDays(days))).read(secret);
    expect(await readAt(IDLE_DAYS - 1)).not.toBeNull();
    expect(await readAt(IDLE_DAYS + 1)).toBeNull();
  });

  test('cannot be lengthened beyond its absolute end in the table', async () => {
    const { db, accountId, open } = await setUp();
    await open();
    const lengthen = sql`
      update session set expires_at = ends_at + interval '1 second' where account_id = ${accountId}
    `;
    await expect(lengthen.execute(db)).rejects.toThrow('session_ends_absolutely');
  });

  test('that is over is deleted by the sweep, and no other', async () => {
    const { owner, db, accountId, auth, open } = await setUp();
    const [over, current] = [await open(), await open()];
    await age(owner, over, { idleIn: -1 });
    await auth.sweep();
    const query = db.selectFrom('session').select('secretHash').where('accountId', '=', accountId);
    expect(await query.execute()).toEqual([{ secretHash: sha256(current) }]);
  });
});

describe('ending sessions', () => {
  test('signing out ends this one at once, and no other', async () => {
    const { auth, open } = await setUp();
    const [first, second] = [await open(), await open()];
    await auth.close(first);
    expect(await auth.read(first)).toBeNull();
    expect(await auth.read(second)).not.toBeNull();
    await auth.close(first);
    await auth.close('unknown');
  });

  test('ends all others of this account, and nobody else’s', async () => {
    const { db, accountId, auth, open } = await setUp();
    const stranger = (await auth.open(await insertForecaster(db))).value;
    const [here, there, elsewhere] = [await open(), await open(), await open()];
    await endOtherSessions(db, accountId, here);
    expect(await auth.read(here)).not.toBeNull();
    expect(await auth.read(stranger)).not.toBeNull();
    for (const ended of [there, elsewhere]) expect(await auth.read(ended)).toBeNull();
  });
});

test.each(['\0'.repeat(16), '%'.repeat(16), ''])('the session %j is none, and no error', async (id) => {
  const { db, accountId, auth, open } = await setUp();
  const secret = await open();
  expect(await endSession(db, accountId, id)).toBe(false);
  expect(await auth.read(secret)).not.toBeNull();
});

describe('the list of sessions', () => {
  test('has the open ones, newest first, the current one marked, and no secret', async () => {
    const { owner, db, accountId, auth, open } = await setUp();
    await auth.open(await insertForecaster(db));
    const [over, first, second] = [await open(), await open(), await open()];
    await age(owner, over, { idleIn: -1 });
    const listed = await listSessions(db, accountId, first);
    expect(listed.map(({ current }) => current)).toEqual([false, true]);
    for (const secret of [first, second, sha256(first), sha256(second)]) {
      expect(JSON.stringify(listed)).not.toContain(secret);
    }
  });

  test('has when each was last used, updated at most hourly', async () => {
    const { db, accountId, auth, open } = await setUp();
    const secret = await open();
    const minutesSinceUse = async (ago: string) => {
      await sql`
        update session set last_used_at = now_at() - ${ago}::interval where account_id = ${accountId}
      `.execute(db);
      await auth.read(secret);
      const [session] = await listSessions(db, accountId, secret);
      return (Date.now() - Date.parse(session!.lastUsedAt)) / 60_000;
    };
    expect(await minutesSinceUse('2 hours')).toBeLessThan(1);
    expect(await minutesSinceUse('30 minutes')).toBeGreaterThan(29);
  });
});
