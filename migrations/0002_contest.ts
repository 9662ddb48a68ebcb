import { type Kysely, sql } from 'kysely';

/** The contest as data: companies, rounds, who was in them, what was published, and what happened when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A host with a dot, no user name or password, and nothing that is invisible or turns the direction of text.
  await sql`
    create function is_https_url(url text) returns boolean
    language sql immutable strict parallel safe
    return url ~ '^https://[^/?#@.][^/?#@]*[.][^/?#@]+([/?#].*)?$'
      and url !~ '[\\s[:cntrl:]\\\\\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]'
  `.execute(db);
  await db.schema
    .createTable('company')
    .addColumn('slug', 'text', (c) => c.primaryKey().check(sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`))
    .addColumn('position', 'smallint', (c) => c.notNull())
    .addColumn('name_ko', 'text', (c) => c.notNull())
    .addColumn('name_en', 'text', (c) => c.notNull())
    .addColumn('short_ko', 'text', (c) => c.notNull())
    .addColumn('short_en', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.check(sql`is_https_url(site)`))
    .addColumn('consortium', sql`text[]`, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('round')
    .addColumn('number', 'smallint', (c) => c.primaryKey().check(sql`number > 0`))
    .addColumn('title_ko', 'text', (c) => c.notNull())
    .addColumn('title_en', 'text', (c) => c.notNull())
    .addColumn('stage_opens_on', 'date')
    .addColumn('stage_closes_on', 'date')
    .addColumn('announced_seats', 'smallint', (c) => c.check(sql`announced_seats > 0`))
    .addColumn('seats_note_ko', 'text')
    .addColumn('seats_note_en', 'text')
    .addColumn('schedule_ko', 'text')
    .addColumn('schedule_en', 'text')
    .addColumn('result_on', 'date')
    .addColumn('result_time', 'time')
    .addCheckConstraint('round_result_time_has_day', sql`result_time is null or result_on is not null`)
    .execute();

  await db.schema
    .createTable('entrant')
    .addColumn('round_number', 'smallint', (c) => c.notNull().references('round.number'))
    .addColumn('company_slug', 'text', (c) => c.notNull().references('company.slug'))
    .addColumn('entry', 'text', (c) => c.notNull().check(sql`entry in ('selected', 'carried', 'wildcard')`))
    .addColumn('entered_on', 'date')
    .addColumn('model', 'text')
    .addColumn('model_params_ko', 'text')
    .addColumn('model_params_en', 'text')
    .addColumn('outcome', 'text', (c) => c.check(sql`outcome in ('advanced', 'eliminated')`))
    .addColumn('reason_ko', 'text')
    .addColumn('reason_en', 'text')
    .addColumn('short_reason_ko', 'text')
    .addColumn('short_reason_en', 'text')
    .addColumn('position', 'smallint', (c) => c.notNull())
    .addPrimaryKeyConstraint('entrant_pkey', ['round_number', 'company_slug'])
    .addCheckConstraint(
      'entrant_elimination_has_reason',
      sql`outcome is distinct from 'eliminated' or (reason_ko is not null and reason_en is not null)`,
    )
    .execute();

  await db.schema
    .createTable('published_score')
    .addColumn('round_number', 'smallint', (c) => c.notNull().references('round.number'))
    .addColumn('item', 'text', (c) => c.notNull())
    .addColumn('position', 'smallint', (c) => c.notNull())
    .addColumn('label_ko', 'text', (c) => c.notNull())
    .addColumn('label_en', 'text', (c) => c.notNull())
    .addColumn('max_points', 'smallint', (c) => c.notNull())
    .addColumn('best', sql`text[]`, (c) => c.notNull())
    .addColumn('best_hundredths', 'integer')
    .addColumn('average_hundredths', 'integer')
    .addColumn('gap_hundredths', 'integer')
    .addColumn('note_ko', 'text')
    .addColumn('note_en', 'text')
    .addColumn('source', 'text', (c) => c.notNull().check(sql`is_https_url(source)`))
    .addPrimaryKeyConstraint('published_score_pkey', ['round_number', 'item'])
    .execute();

  await db.schema
    .createTable('round_source')
    .addColumn('round_number', 'smallint', (c) => c.notNull().references('round.number'))
    .addColumn('position', 'smallint', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull().check(sql`is_https_url(url)`))
    .addColumn('label_ko', 'text', (c) => c.notNull())
    .addColumn('label_en', 'text', (c) => c.notNull())
    .addColumn('published_on', 'date')
    .addColumn('official', 'boolean', (c) => c.notNull())
    .addPrimaryKeyConstraint('round_source_pkey', ['round_number', 'url'])
    .execute();

  await db.schema
    .createTable('event')
    .addColumn('slug', 'text', (c) => c.primaryKey())
    .addColumn('happened_on', 'date', (c) => c.notNull())
    .addColumn('happened_time', 'time')
    .addColumn('title_ko', 'text', (c) => c.notNull())
    .addColumn('title_en', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull().check(sql`is_https_url(url)`))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('official', 'press', 'model', 'site')`))
    .addColumn('round_number', 'smallint', (c) => c.references('round.number'))
    .addColumn('hidden_at', 'timestamptz')
    .execute();

  await db.schema
    .createTable('contest')
    .addColumn('singleton', 'boolean', (c) =>
      c
        .primaryKey()
        .defaultTo(true)
        .check(sql`singleton`),
    )
    .addColumn('last_verified_on', 'date', (c) => c.notNull())
    // The data is a replay with simulated forecasters: every page and answer says so.
    .addColumn('is_simulation', 'boolean', (c) => c.notNull().defaultTo(false))
    // Said to readers while nobody can join.
    .addColumn('join_pause_ko', 'text')
    .addColumn('join_pause_en', 'text')
    .addCheckConstraint(
      'contest_join_pause_in_both_languages',
      sql`(join_pause_ko is null) = (join_pause_en is null) and btrim(join_pause_ko) <> '' and btrim(join_pause_en) <> ''`,
    )
    .execute();

  // What the seed has inserted once, so that it never inserts again what an admin removed.
  await db.schema
    .createTable('seed_item')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('seeded_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [
    'seed_item',
    'contest',
    'event',
    'round_source',
    'published_score',
    'entrant',
    'round',
    'company',
  ]) {
    await db.schema.dropTable(table).execute();
  }
  await sql`drop function is_https_url(text)`.execute(db);
}
