import { type Kysely, sql } from 'kysely';

/** The tables of which every change is recorded, with the columns that identify a row. */
const RECORDED = {
  company: ['slug'],
  round: ['number'],
  entrant: ['round_number', 'company_slug'],
  published_score: ['round_number', 'item'],
  event: ['slug'],
  contest: ['singleton'],
  question: ['slug'],
  question_option: ['question_id', 'slug'],
  resolution: ['question_id', 'version'],
  confirmation: ['question_id', 'version'],
  exclusion: ['id'],
  disclosure: ['id'],
};
/** Of an account only what an admin decides: never a password, an address or a session. */
const ACCOUNT_FLAGS = ['is_author', 'is_admin', 'excluded_at'];

const APPEND_ONLY = [
  'forecast',
  'resolution',
  'confirmation',
  'score',
  'score_line',
  'reference_score',
  'board',
  'board_entry',
  'trade',
  'market_settlement',
  'notice',
  'exclusion',
  'exclusion_effect',
  'disclosure',
  'audit_event',
];

/** What is on record: every change of some tables, and tables that only grow. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createAudit(db);
  await refuseChanges(db);
}

/**
 * The audit log: who changed what, when, before and after. Triggers write it with the owner's rights. The app must set
 * `final_two.actor` (an account's id, 0 for the command line) before it changes a recorded table, and cannot write to
 * the log itself.
 */
async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_event')
    .addColumn('id', 'bigint', (c) => c.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now_at()`))
    .addColumn('change', 'bigint', (c) => c.notNull().defaultTo(sql`pg_current_xact_id()::text::bigint`))
    .addColumn('account_id', 'integer', (c) => c.references('account.id'))
    .addColumn('action', 'text', (c) => c.notNull().check(sql`action in ('insert', 'update', 'delete')`))
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('row_key', 'text', (c) => c.notNull())
    .addColumn('before', 'jsonb')
    .addColumn('after', 'jsonb')
    .addColumn('reason', 'text')
    .execute();
  await sql`create index audit_event_subject on audit_event (subject, row_key, id)`.execute(db);

  await sql`
    create function audit_change() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    declare
      actor text := nullif(current_setting('final_two.actor', true), '');
      was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
      becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
      row_key text := (
        select string_agg(coalesce(becomes, was) ->> k, '/' order by ord) from unnest(tg_argv) with ordinality u(k, ord)
      );
    begin
      if actor is null then
        if pg_has_role(session_user, (select relowner from pg_class where oid = tg_relid), 'member') then
          return null;
        end if;
        raise exception 'permission denied: a change of % needs final_two.actor', tg_table_name using errcode = 'FT013';
      end if;
      if tg_op = 'UPDATE' then
        select jsonb_object_agg(key, was -> key), jsonb_object_agg(key, value) into was, becomes
          from jsonb_each(becomes)
         where was -> key is distinct from value
           and (tg_table_name <> 'account' or key in ('is_author', 'is_admin', 'excluded_at'));
        if becomes is null then
          return null;
        end if;
      end if;
      insert into audit_event (account_id, action, subject, row_key, before, after, reason)
      values (nullif(actor, '0')::integer, lower(tg_op), tg_table_name, row_key, was, becomes,
              nullif(current_setting('final_two.reason', true), ''));
      return null;
    end
    $$
  `.execute(db);
  // Otherwise a role that may create a table could attach it there and write any line.
  await sql`revoke execute on function audit_change() from public`.execute(db);
  for (const [table, key] of Object.entries(RECORDED)) {
    await sql`
      create trigger ${sql.id(`${table}_is_recorded`)} after insert or update or delete on ${sql.table(table)}
      for each row execute function audit_change(${sql.join(key.map((column) => sql.lit(column)))})
    `.execute(db);
  }
  await sql`
    create trigger account_flags_are_recorded after update of ${sql.join(ACCOUNT_FLAGS.map((c) => sql.id(c)))} on account
    for each row execute function audit_change('id')
  `.execute(db);
}

/** Tables that only grow: UPDATE, DELETE and TRUNCATE are refused, also to the owner. */
async function refuseChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change() returns trigger
    language plpgsql set search_path = public, pg_temp
    as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'FT010';
    end
    $$
  `.execute(db);
  for (const table of APPEND_ONLY) {
    await sql`
      create trigger ${sql.id(`${table}_is_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change()
    `.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_is_never_emptied`)} before truncate on ${sql.table(table)}
      for each statement execute function refuse_change()
    `.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function refuse_change() cascade`.execute(db);
  await db.schema.dropTable('audit_event').execute();
  await sql`drop function audit_change() cascade`.execute(db);
}
