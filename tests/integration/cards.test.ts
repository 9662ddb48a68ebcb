// Cards: what can be shared, what a card shows of it, and that nothing is left once it is revoked.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { changeAs, COMMAND_LINE } from '#lib/server/platform/audit/service.ts';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import * as cards from '#lib/server/share/cards/service.ts';
import * as resolutions from '#lib/server/results/resolutions/service.ts';
import type { ResultCard } from '#lib/types/card.ts';
import { instantAfter } from './setup/clock.ts';
import { cloneDatabase } from './setup/database.ts';
import {
  annulmentFor,
  authorId,
  handleOf,
  insertForecaster,
  placeOn,
  questionId,
  resultOf,
} from './setup/factories.ts';

const ANYBODY = { accountId: null, hasAuthor: true };

async function setUp() {
  const { db, owner } = await cloneDatabase();
  const accountId = await insertForecaster(owner);
  const id = await questionId(db, 'final-3');
  const admin = await insertForecaster(owner, { isAdmin: true });
  const share = (kind: 'forecast' | 'result', showsHandle = false) =>
    cards.share(db, { accountId, questionId: id, kind, showsHandle });
  const get = (kind: string, card: string, reader = ANYBODY) => cards.get(db, reader, { kind, id: card });
  let version = 0;
  const publish = async (decision: Parameters<typeof resolutions.publish>[3]) =>
    resolutions.publish(db, admin, 'final-3', decision, version++);
  return { db, owner, accountId, share, get, publish };
}

test('a forecast is shared as it stands, and its card says what became of it', async () => {
  const { db, accountId, share, get } = await setUp();
  await expect(share('forecast')).rejects.toMatchObject({ error: 'nothing-to-share' });
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  const id = await share('forecast');
  expect(id).toMatch(/^[\w-]{22}$/);
  const shown = { kind: 'forecast', question: 'final-3', permille: [900, 800, 300], handle: null };
  expect(await get('forecast', id)).toMatchObject({ ...shown, state: 'standing', isMine: false });
  expect(await get('forecast', id, { ...ANYBODY, accountId } as never)).toMatchObject({ isMine: true });

  await placeOn(db, 'final-3', accountId, [500, 700, 800]);
  expect(await get('forecast', id)).toMatchObject({ ...shown, state: 'changed' });
  expect(await share('forecast')).not.toBe(id);
  await placeOn(db, 'final-3', accountId, null);
  expect(await get('forecast', id)).toMatchObject({ ...shown, state: 'withdrawn' });
  await expect(share('forecast')).rejects.toMatchObject({ error: 'nothing-to-share' });
});

test('the same is shared once, and with the handle by another address', async () => {
  const { db, accountId, share, get } = await setUp();
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  const ids = await Promise.all(Array.from({ length: 5 }, () => share('forecast')));
  expect(new Set(ids).size).toBe(1);
  const named = await share('forecast', true);
  expect(named).not.toBe(ids[0]);
  expect(await get('forecast', ids[0]!)).toMatchObject({ handle: null });
  expect(await get('forecast', named)).toMatchObject({ handle: await handleOf(db, accountId) });
  expect(await cards.list(db, accountId)).toMatchObject([
    { kind: 'forecast', question: 'final-3', showsHandle: true },
    { showsHandle: false },
  ]);
});

test('unknown, misspelt and revoked cards, and those of another kind, are the same 404', async () => {
  const { db, accountId, share, get } = await setUp();
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  const id = await share('forecast');
  const other = await insertForecaster(db);
  await cards.revoke(db, other, id);
  expect(await get('forecast', id)).toMatchObject({ id });
  await cards.revoke(db, accountId, id);
  const missing = { status: 404, code: 'not-found' };
  for (const [kind, unknown] of [
    ['forecast', id],
    ['result', id],
    ['forecast', 'x'.repeat(22)],
    ['forecast', 'short'],
    ['other', id],
  ] as const)
    await expect(get(kind, unknown)).rejects.toMatchObject(missing);
});

test('a result has the newest scores, with the author’s beside them, and none once it is annulled', async () => {
  const { db, accountId, share, get, publish } = await setUp();
  await placeOn(db, 'final-3', await insertForecaster(db), [700, 600, 700]);
  await placeOn(db, 'final-3', accountId, [950, 900, 150]);
  await expect(share('result')).rejects.toMatchObject({ error: 'nothing-to-share' });
  await publish(resultOf([true, true, false], await instantAfter(db)));
  const id = await share('result');
  const scoreOf = async () => ((await get('result', id)) as ResultCard).score;
  const scores = async (account: number, version: number) =>
    db
      .selectFrom('score')
      .select(['peerMicro', 'rank'])
      .where('accountId', '=', account)
      .where('version', '=', version)
      .executeTakeFirstOrThrow();
  const author = await authorId(db);
  expect(await scoreOf()).toEqual({
    ...(await scores(accountId, 1)),
    ranked: 2,
    authorPeerMicro: (await scores(author, 1)).peerMicro,
  });
  expect((await scoreOf())?.rank).toBe(1);
  const alone = (await get('result', id, { accountId: null, hasAuthor: false })) as ResultCard;
  expect(alone.score?.authorPeerMicro).toBeNull();

  await publish(resultOf([false, true, true], await instantAfter(db), 'corrected'));
  expect(await scoreOf()).toMatchObject({ ...(await scores(accountId, 2)), rank: 2 });
  await publish(annulmentFor('never happened'));
  expect(await scoreOf()).toBeNull();
  await expect(share('result', true)).rejects.toMatchObject({ error: 'nothing-to-share' });
});

test('the rank on a card is that of the board after an exclusion, and an excluded account has none', async () => {
  const { db, owner, accountId, share, get, publish } = await setUp();
  const better = await insertForecaster(db);
  await placeOn(db, 'final-3', better, [980, 970, 50]);
  await placeOn(db, 'final-3', accountId, [950, 900, 150]);
  await publish(resultOf([true, true, false], await instantAfter(db)));
  const id = await share('result');
  const question = await questionId(db, 'final-3');
  const theirs = await cards.share(db, {
    accountId: better,
    questionId: question,
    kind: 'result',
    showsHandle: true,
  });
  const scoreOf = async (card: string) => ((await get('result', card)) as ResultCard).score;
  expect(await scoreOf(id)).toMatchObject({ rank: 2, ranked: 2 });

  await changeAs(owner, { ...COMMAND_LINE, reason: 'a second account' }, (tx) =>
    sql`update account set excluded_at = now_at() where id = ${better}`.execute(tx),
  );
  expect(await scoreOf(id)).toMatchObject({ rank: 1, ranked: 1 });
  expect(await scoreOf(theirs)).toMatchObject({ rank: null, ranked: 1 });
});

test('what is no id of a card revokes nothing, and is no error', async () => {
  const { db, accountId, share, get } = await setUp();
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  const id = await share('forecast');
  for (const strange of ['\0', '', 'x'.repeat(60_000)]) await cards.revoke(db, accountId, strange);
  expect(await get('forecast', id)).toMatchObject({ id });
});

test('an account has so many cards and no more, also at once', async () => {
  const { db, owner, accountId, share } = await setUp();
  await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  await sql`alter table card disable trigger user`.execute(owner);
  await sql`alter table card drop constraint card_of_account`.execute(owner);
  await sql`
    insert into card (id, account_id, question_id, shows_handle)
    select lpad(n::text, 22, '0'), ${accountId}, id, true
      from question, generate_series(1, ${cards.MOST_CARDS - 1}) n where slug = 'count-3'
  `.execute(owner);
  const asked = await Promise.allSettled([share('forecast'), share('forecast', true)]);
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await cards.list(db, accountId)).toHaveLength(cards.MOST_CARDS);
});

test('cards go with the account, and nobody shares what is not theirs', async () => {
  const { db, accountId, share, get } = await setUp();
  const { seq } = await placeOn(db, 'final-3', accountId, [900, 800, 300]);
  const id = await share('forecast');
  const values = { id: 'y'.repeat(22), questionId: await questionId(db, 'final-3'), seq, showsHandle: true };
  const forged = db.insertInto('card').values({ ...values, accountId: await insertForecaster(db) });
  await expect(forged.execute()).rejects.toMatchObject({ code: 'FT031' });
  await expect(sql`update card set shows_handle = true`.execute(db)).rejects.toThrow('permission denied');

  await deleteOwn(db, { mail: null, locale: 'ko' }, accountId);
  await expect(get('forecast', id)).rejects.toMatchObject({ status: 404 });
  await expect(share('forecast')).rejects.toThrow();
  await expect(
    db
      .insertInto('card')
      .values({ ...values, accountId })
      .execute(),
  ).rejects.toMatchObject({
    code: 'FT026',
  });
});
