// Identities of other providers: whose they are, what they count for, and that the last way in stays.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import * as identities from '#lib/server/people/providers/identities.ts';
import * as joins from '#lib/server/people/moderation/joins.ts';
import type { Db } from '#lib/server/platform/db/connect.ts';
import { addressKey } from '#lib/server/platform/limits/address.ts';
import { createLimits } from '#lib/server/platform/limits/limits.ts';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import * as passkeys from '#lib/server/people/passkeys/service.ts';
import { applyPolicy } from '#lib/server/people/verification/service.ts';
import type { Provider } from '#lib/types/provider.ts';
import { ADDRESS, newAddress, PASSWORD } from './setup/accounts.ts';
import { cloneDatabase } from './setup/database.ts';
import { placeOn, questionId } from './setup/factories.ts';
import { keeperOn } from './setup/keeper.ts';
import { insertMember } from './setup/post.ts';

const QUIET = { mail: null, locale: 'ko' as const };

const identity = (provider: Provider = 'kakao') => ({ provider, subject: randomUUID() });

let joined = 0;

async function setUp() {
  const database = await cloneDatabase();
  const limits = createLimits(database.pool);
  /** Joins by an identity nobody has, from an address nobody has, unless told otherwise. */
  function join(who = identity(), address = newAddress()): Promise<number> {
    const joining = { handle: `identified-${++joined}`, solution: '', token: '' };
    return identities.join(database.db, limits, joining, who, address);
  }
  return { ...database, join };
}

async function weightOf(db: Db, id: number): Promise<string> {
  const { crowdWeight } = await db
    .selectFrom('account')
    .select('crowdWeight')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return crowdWeight;
}

test('an account of a provider is verified: it counts where only verified ones do, until it is unlinked', async () => {
  const { db, owner, join } = await setUp();
  const config = readMailConfig({}, null, 3000, true);
  expect(config).toMatchObject({ canMail: false, canVerify: true, requireVerified: true });
  await applyPolicy(owner, config, false);
  const keeper = keeperOn(db);
  await keeper.start();
  onTestFinished(() => keeper.stop());
  const question = await questionId(db, 'final-3');

  const accountId = await join();
  const member = await insertMember(owner, PASSWORD);
  await sql`update account set email_verified_at = null where id = ${member.id}`.execute(owner);
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  await placeOn(db, 'final-3', member.id, [900, 800, 300]);
  await keeper.poll();
  expect(keeper.crowd(question).forecasters).toBe(1);

  await identities.link(db, QUIET, member.id, identity());
  await keeper.poll();
  expect(keeper.crowd(question).forecasters).toBe(2);
  await identities.unlink(db, QUIET, { accountId: member.id, secret: '' }, 'kakao');
  await keeper.poll();
  expect(keeper.crowd(question).forecasters).toBe(1);
});

test('of two who join by one identity at once, one does', async () => {
  const { db, join } = await setUp();
  const who = identity('google');
  const outcomes = await Promise.allSettled([join(who), join(who)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { error: 'identity-taken' },
  });
  const accounts = await db.selectFrom('account').select('id').where('isIdentified', '=', true).execute();
  expect(accounts).toEqual([{ id: await identities.find(db, who) }]);
});

test('joining by a provider counts as any other joining from the address', async () => {
  const { join } = await setUp();
  for (let i = 0; i < 20; i++) await join(identity(), ADDRESS);
  await expect(join(identity(), ADDRESS)).rejects.toMatchObject({ code: 'join-proof', status: 429 });
  await join(identity(), newAddress());
});

test('admins see who joined by a provider as verified', async () => {
  const { db, join } = await setUp();
  await join(identity(), ADDRESS);
  const shown = await joins.members(db, 'address', await addressKey(db, ADDRESS));
  expect(shown).toMatchObject([{ isVerified: true, domain: null }]);
});

test('an account has one identity of a provider, and an identity one account', async () => {
  const { db, owner, join } = await setUp();
  const who = identity();
  const accountId = await join(who);
  const link = (id: number, each: ReturnType<typeof identity>) => identities.link(db, QUIET, id, each);
  await expect(link(accountId, identity())).rejects.toMatchObject({ error: 'identity-second' });
  const member = await insertMember(owner, PASSWORD);
  await expect(link(member.id, who)).rejects.toMatchObject({ error: 'identity-taken' });
  await link(accountId, identity('naver'));
  expect((await identities.list(db, accountId)).map(({ provider }) => provider)).toEqual(['kakao', 'naver']);
});

test('of the last two ways in that are taken away at once, one stays', async () => {
  const { db, join } = await setUp();
  const accountId = await join();
  await identities.link(db, QUIET, accountId, identity('naver'));
  const outcomes = await Promise.allSettled(
    (['kakao', 'naver'] as const).map((provider) =>
      identities.unlink(db, QUIET, { accountId: accountId, secret: '' }, provider),
    ),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { error: 'last-way-in' },
  });
  expect(await identities.list(db, accountId)).toHaveLength(1);
  expect(await weightOf(db, accountId)).toBe('full');
});

test('of a last passkey and a last identity that are taken away at once, one stays', async () => {
  const { db, join } = await setUp();
  const accountId = await join();
  const passkey = { id: 'a-credential', name: '내 기기', publicKey: Buffer.alloc(77), counter: 0 };
  await db
    .insertInto('passkey')
    .values({ ...passkey, accountId, transports: [] })
    .execute();
  const outcomes = await Promise.allSettled([
    passkeys.remove(db, QUIET, { accountId, secret: '' }, passkey.id),
    identities.unlink(db, QUIET, { accountId: accountId, secret: '' }, 'kakao'),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const left = [...(await passkeys.list(db, accountId)), ...(await identities.list(db, accountId))];
  expect(left).toHaveLength(1);
});

test('what one unlinks, nobody else can have for thirty days, also where the account is deleted meanwhile', async () => {
  const { db, owner, join } = await setUp();
  const who = identity();
  const member = await insertMember(owner, PASSWORD);
  const other = await insertMember(owner, PASSWORD);
  await identities.link(db, QUIET, member.id, who);
  await identities.unlink(db, QUIET, { accountId: member.id, secret: '' }, 'kakao');
  await expect(identities.link(db, QUIET, other.id, who)).rejects.toMatchObject({
    error: 'identity-refused',
  });
  await expect(join(who)).rejects.toMatchObject({ error: 'identity-refused' });
  await identities.link(db, QUIET, member.id, who);
  await identities.unlink(db, QUIET, { accountId: member.id, secret: '' }, 'kakao');
  await deleteOwn(db, QUIET, member.id);
  await expect(join(who)).rejects.toMatchObject({ error: 'identity-refused' });
  expect(
    await db.selectFrom('refusedMailbox').select('accountId').where('accountId', 'is not', null).execute(),
  ).toEqual([]);
});

test('a deleted account leaves no identity, counts where it counted, and its identity joins nobody for thirty days', async () => {
  const { db, owner, join } = await setUp();
  await applyPolicy(owner, readMailConfig({}, null, 3000, true), false);
  const who = identity();
  const accountId = await join(who);
  await deleteOwn(db, QUIET, accountId);
  expect(await identities.list(db, accountId)).toEqual([]);
  expect(await weightOf(db, accountId)).toBe('full');
  const member = await insertMember(owner, PASSWORD);
  await expect(join(who)).rejects.toMatchObject({ error: 'identity-refused' });
  await expect(identities.link(db, QUIET, member.id, who)).rejects.toMatchObject({
    error: 'identity-refused',
  });
  await sql`update refused_mailbox set until = now_at()`.execute(owner);
  expect(await join(who)).toBeGreaterThan(accountId);
});

test('the app’s role takes ways in away by the functions alone', async () => {
  const { db, join } = await setUp();
  const accountId = await join();
  for (const statement of [
    sql`insert into identity (provider, subject, account_id) values ('naver', 'x', ${accountId})`,
    sql`delete from identity`,
    sql`update identity set account_id = account_id`,
    sql`update account set is_identified = true`,
    sql`delete from passkey`,
    sql`update passkey set account_id = account_id`,
  ])
    await expect(statement.execute(db)).rejects.toThrow(/permission denied/);
});
