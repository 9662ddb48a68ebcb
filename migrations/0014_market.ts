import { type Kysely, sql } from 'kysely';

/** With which an account starts each market, in micro-points. */
const STAKE_MICRO = 1_000_000_000;
/** Of an account, by Korean days, over all markets. */
const TRADES_PER_DAY = 300;

/**
 * Play-money markets on questions. The log of trades is the truth: a trigger derives balances, positions and shares sold
 * from each row that enters it. All amounts are whole micro-points and micro-shares. See docs/decisions/026-market.md.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db);
  await createLock(db);
  await createTrade(db);
}

async function createTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('market')
    .addColumn('question_id', 'integer', (c) => c.primaryKey().references('question.id'))
    // The price of each option before the first trade; null where they were even.
    .addColumn('opening', sql`smallint[]`)
    // `seq` of the latest trade.
    .addColumn('version', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('traders', 'integer', (c) => c.notNull().defaultTo(0))
    // What the market maker was paid, less what it paid.
    .addColumn('cash', 'bigint', (c) => c.notNull().defaultTo(0))
    .addCheckConstraint('market_opening', sql`0 < all (opening) and 1000 > all (opening)`)
    .execute();

  await db.schema
    .createTable('trade')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('market.question_id'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('made_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('event', 'text', (c) => c.notNull())
    // Bought, or sold where negative.
    .addColumn('shares', 'bigint', (c) => c.notNull())
    // Of the account's balance: spent where negative.
    .addColumn('points', 'bigint', (c) => c.notNull())
    // Of one share of the event, in micro-points, before and after.
    .addColumn('price_before', 'integer', (c) => c.notNull())
    .addColumn('price_after', 'integer', (c) => c.notNull())
    .addColumn('request_id', 'uuid', (c) => c.notNull())
    .addPrimaryKeyConstraint('trade_pkey', ['question_id', 'seq'])
    .addUniqueConstraint('trade_request', ['account_id', 'request_id'])
    .addCheckConstraint('trade_direction', sql`(shares > 0 and points < 0) or (shares < 0 and points >= 0)`)
    .addCheckConstraint(
      'trade_prices',
      sql`least(price_before, price_after) >= 0 and greatest(price_before, price_after) <= 1000000`,
    )
    .execute();
  await sql`create index trade_by_account on trade (account_id, made_at)`.execute(db);

  await db.schema
    .createTable('market_balance')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('market.question_id'))
    .addColumn('account_id', 'integer', (c) => c.notNull().references('account.id'))
    .addColumn('balance', 'bigint', (c) => c.notNull().check(sql`balance >= 0`))
    .addPrimaryKeyConstraint('market_balance_pkey', ['question_id', 'account_id'])
    .execute();
  await sql`create index market_balance_by_account on market_balance (account_id)`.execute(db);

  await db.schema
    .createTable('market_position')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('shares', 'bigint', (c) => c.notNull().check(sql`shares >= 0`))
    .addPrimaryKeyConstraint('market_position_pkey', ['question_id', 'account_id', 'event'])
    .addForeignKeyConstraint('market_position_of_balance', ['question_id', 'account_id'], 'market_balance', [
      'question_id',
      'account_id',
    ])
    .execute();

  await db.schema
    .createTable('market_event')
    .addColumn('question_id', 'integer', (c) => c.notNull().references('market.question_id'))
    .addColumn('event', 'text', (c) => c.notNull())
    // Held by all accounts together.
    .addColumn('shares', 'bigint', (c) => c.notNull().check(sql`shares >= 0`))
    .addPrimaryKeyConstraint('market_event_pkey', ['question_id', 'event'])
    .execute();

  await db.schema
    .createTable('market_settlement')
    .addColumn('question_id', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'integer', (c) => c.notNull())
    // With what all shares paid.
    .addColumn('balance', 'bigint', (c) => c.notNull().check(sql`balance >= 0`))
    .addPrimaryKeyConstraint('market_settlement_pkey', ['question_id', 'version', 'account_id'])
    .addForeignKeyConstraint('market_settlement_version', ['question_id', 'version'], 'resolution', [
      'question_id',
      'version',
    ])
    .addForeignKeyConstraint(
      'market_settlement_of_balance',
      ['question_id', 'account_id'],
      'market_balance',
      ['question_id', 'account_id'],
    )
    .execute();
}

/** Why a question takes no trade at an instant, and an account makes none, as SQLSTATEs of src/lib/server/platform/db/sqlstate.ts; and the market's lock. */
async function createLock(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function market_refusal(question integer, at timestamptz) returns text
    language sql stable set search_path = public, pg_temp
    as $$
      select case
               when q.id is null then 'FT004'
               when at < q.opens_at then 'FT002'
               when at >= least(q.closes_at, q.ends_by)
                 or exists (select from resolution r where r.question_id = q.id) then 'FT001'
             end
        from (select question as asked) a
        left join question q on q.id = a.asked and not q.is_draft and q.scored
    $$
  `.execute(db);

  // Unverified accounts have no weight where only verified ones count.
  await sql`
    create function trader_refusal(trader integer, at timestamptz) returns text
    language sql stable set search_path = public, pg_temp
    as $$
      select case
               when a.deleted_at is not null then 'FT026'
               when a.excluded_at is not null then 'FT039'
               when a.crowd_weight = 'none' then 'FT038'
               when (
                 select count(*) from trade t
                  where t.account_id = trader
                    and t.made_at >= (at at time zone 'Asia/Seoul')::date::timestamp at time zone 'Asia/Seoul'
               ) >= ${sql.lit(TRADES_PER_DAY)} then 'FT006'
             end
        from account a
       where a.id = trader
    $$
  `.execute(db);

  // Lock order of a trade: the question (shared; a publication takes it exclusively), the accounts, the market. The accounts'
  // locks make one request that is sent to two markets wait for the other, where it finds the trade.
  await sql`
    create function lock_market(question integer, opening_prices smallint[], accounts integer[])
    returns table (version integer, opening smallint[], traders integer, refusal text)
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    #variable_conflict use_column
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), question);
      perform pg_advisory_xact_lock(account_lock_class(), account)
         from (select distinct account from unnest(accounts) account order by account) sorted;
      refusal := market_refusal(question, now_at());
      if refusal is not null then
        return next;
        return;
      end if;
      insert into market (question_id, opening)
      select q.id, opening_prices
        from question q
       where q.id = question
         and (opening_prices is null
              or (select sum(p) = 1000 * q.seats and count(*) = (
                    select count(*) from question_option o where o.question_id = q.id
                  ) from unnest(opening_prices) p))
      -- A market that nobody has traded on opens anew.
      on conflict (question_id) do update set opening = excluded.opening where market.version = 0;
      return query
        select m.version, m.opening, m.traders, null::text from market m where m.question_id = question for update;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function lock_market from public`.execute(db);
}

/** The gate in front of the log of trades, with what follows from a trade. */
async function createTrade(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function is_event_of(question integer, event text) returns boolean
    language sql stable set search_path = public, pg_temp
    as $$
      select case split_part(event, ':', 1)
               when 'survives' then cardinality(n.named) = 1
               when 'drops' then cardinality(n.named) = 1
               when 'set' then cardinality(n.named) between 2 and q.seats
               else false
             end
         -- Each once, in the order of the options.
         and n.named = array(
               select o.slug from question_option o
                where o.question_id = q.id and o.slug = any (n.named) order by o.position
             )
        from question q, lateral (select string_to_array(split_part(event, ':', 2), ',') as named) n
       where q.id = question
    $$
  `.execute(db);

  await sql`
    create function apply_trade() returns trigger
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    declare
      refusal text;
    begin
      perform pg_advisory_xact_lock_shared(question_lock_class(), new.question_id);
      new.made_at := now_at();
      refusal := market_refusal(new.question_id, new.made_at);
      if refusal is not null then
        raise exception 'the question takes no trade' using errcode = refusal;
      end if;
      if not is_event_of(new.question_id, new.event) then
        raise exception 'no share of this market' using errcode = 'FT036';
      end if;
      perform from account where id = new.account_id for share;
      refusal := trader_refusal(new.account_id, new.made_at);
      if refusal is not null then
        raise exception 'the account may not trade' using errcode = refusal;
      end if;

      update market
         set version = new.seq, cash = cash - new.points
       where question_id = new.question_id and version = new.seq - 1;
      if not found then
        raise exception 'another trade came first' using errcode = 'FT037';
      end if;
      update market_balance set balance = balance + new.points
       where question_id = new.question_id and account_id = new.account_id;
      if not found then
        insert into market_balance (question_id, account_id, balance)
        values (new.question_id, new.account_id, ${sql.lit(STAKE_MICRO)} + new.points);
        update market set traders = traders + 1 where question_id = new.question_id;
      end if;
      update market_position set shares = shares + new.shares
       where question_id = new.question_id and account_id = new.account_id and event = new.event;
      if not found then
        insert into market_position (question_id, account_id, event, shares)
        values (new.question_id, new.account_id, new.event, new.shares);
      end if;
      update market_event set shares = shares + new.shares
       where question_id = new.question_id and event = new.event;
      if not found then
        insert into market_event (question_id, event, shares) values (new.question_id, new.event, new.shares);
      end if;
      return new;
    end
    $$
  `.execute(db);
  await sql`
    revoke execute on function apply_trade from public
  `.execute(db);
  await sql`
    create trigger trade_applies before insert on trade
    for each row execute function apply_trade()
  `.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'market_settlement',
    'market_event',
    'market_position',
    'market_balance',
    'trade',
    'market',
  ]) {
    await db.schema.dropTable(table).execute();
  }
  for (const name of ['apply_trade', 'is_event_of', 'lock_market', 'trader_refusal', 'market_refusal'])
    await sql`drop function ${sql.id(name)}`.execute(db);
}
