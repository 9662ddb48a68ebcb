// Who may trade, when and what: rules that the database holds.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { deleteOwn } from '#lib/server/people/accounts/deletion.ts';
import { readMailConfig } from '#lib/server/platform/mail/transport.ts';
import type { TradedQuestion } from '#lib/server/market/trade.ts';
import { applyPolicy } from '#lib/server/people/verification/service.ts';
import { insertForecaster, insertForecasters, insertQuestion } from './setup/factories.ts';
import { buy, logOf, setUpMarket } from './setup/markets.ts';

const QUIET = { mail: null, locale: 'ko' as const };

describe('the database', () => {
  test('refuses what the app would get wrong', async () => {
    const { db, owner, question, trades } = await setUpMarket();
    const account = await insertForecaster(db);
    await trades.place(question, buy(account, 'survives:skt', 1));
    const row = (rest: object) => ({
      ...{
        questionId: question.id,
        seq: 2,
        accountId: account,
        event: 'survives:skt',
        shares: 1,
        points: -1,
      },
      ...{ priceBefore: 1, priceAfter: 1, requestId: randomUUID() },
      ...rest,
    });
    const insert = (rest: object) => db.insertInto('trade').values(row(rest)).execute();
    for (const [rest, code] of [
      [{ seq: 3 }, 'FT037'],
      [{ seq: 1 }, 'FT037'],
      [{ points: -2_000_000_000 }, '23514'],
      [{ shares: -2_000_000_000, points: 1 }, '23514'],
      [{ shares: -1, points: -1 }, '23514'],
      [{ event: 'set:upstage,skt' }, 'FT036'],
      [{ event: 'set:skt' }, 'FT036'],
      [{ event: 'survives:x' }, 'FT036'],
      [{ event: 'wins:skt' }, 'FT036'],
    ] as const)
      await expect(insert(rest), JSON.stringify(rest)).rejects.toMatchObject({ code });
    await expect(db.updateTable('marketBalance').set({ balance: 1 }).execute()).rejects.toMatchObject({
      code: '42501',
    });
    await expect(owner.updateTable('trade').set({ points: -5 }).execute()).rejects.toMatchObject({
      code: 'FT010',
    });
    expect(await logOf(db, question)).toHaveLength(1);
  });

  test('takes no trade before the opening, after the close, on an opinion question, or of a deleted account', async () => {
    const { db, owner, trades } = await setUpMarket();
    const account = await insertForecaster(db);
    const questionOf = async (slug: string, rest: object): Promise<TradedQuestion> => ({
      id: await insertQuestion(owner, { slug, ...rest }),
      slug,
      seats: 1,
      options: ['yes', 'no'],
    });
    const hour = (hours: number) => sql<Date>`now_at() + make_interval(hours => ${hours})` as unknown as Date;
    for (const [slug, rest, code] of [
      ['early', { opensAt: hour(1) }, 'question-not-open'],
      ['late', { opensAt: hour(-2), closesAt: hour(-1) }, 'question-closed'],
      ['opinion', { scored: false }, 'question-not-found'],
      ['draft', { isDraft: true }, 'question-not-found'],
    ] as const) {
      const question = await questionOf(slug, rest);
      await expect(trades.place(question, buy(account, 'survives:yes', 1))).rejects.toMatchObject({ code });
    }
    const open = await questionOf('open', {});
    await deleteOwn(db, QUIET, account);
    await expect(trades.place(open, buy(account, 'survives:yes', 1))).rejects.toThrow('FT026');
    expect(await logOf(db, open)).toEqual([]);
  });

  test('takes no trade of an excluded account, nor of an unverified one where only verified ones count', async () => {
    const { db, owner, question, trades } = await setUpMarket();
    const [excluded, unverified, verified] = await insertForecasters(db, 3);
    await owner
      .updateTable('account')
      .set({ excludedAt: sql`now_at()` })
      .where('id', '=', excluded)
      .execute();
    const verifiedAt = { emailVerifiedAt: sql<Date>`now_at()` };
    await owner.updateTable('account').set(verifiedAt).where('id', '=', verified).execute();
    const settings = { SMTP_URL: 'smtp://127.0.0.1:2525' };
    await applyPolicy(owner, readMailConfig(settings, null, 3000), false);
    const place = (account: number) => trades.place(question, buy(account, 'survives:skt', 1));
    await expect(place(excluded)).rejects.toMatchObject({ code: 'trade-excluded' });
    await expect(place(unverified)).rejects.toMatchObject({ code: 'trade-unverified' });
    expect(await place(verified)).toMatchObject({ seq: 1 });
  });

  test('counts three hundred trades a day', async () => {
    const { db, question, trades } = await setUpMarket();
    const [account, other] = await insertForecasters(db, 2);
    for (let i = 0; i < 300; i++) await trades.place(question, buy(account, 'survives:skt', 0.1));
    const refused = trades.place(question, buy(account, 'survives:skt', 0.1));
    const served = trades.place(question, buy(other, 'survives:skt', 0.1));
    await expect(refused).rejects.toMatchObject({ status: 429 });
    expect(await served).toMatchObject({ seq: 301 });
  });
});
