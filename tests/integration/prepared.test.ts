import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '#lib/server/platform/db/connect.ts';
import { cloneUnseeded, directUrl } from './setup/database.ts';

const ONE = 'select $1::int as one';

async function setUp() {
  const { appUrl } = await cloneUnseeded();
  const database = connect(directUrl(appUrl), { max: 20 });
  onTestFinished(() => database.close());
  const statements = async () => {
    const { rows } = await sql<{
      name: string;
    }>`select name from pg_prepared_statements order by name`.execute(database.db);
    return rows.map(({ name }) => name);
  };
  return { ...database, statements };
}

test('a statement is prepared once on a connection, under a name derived from its text', async () => {
  const { run, statements } = await setUp();
  for (let i = 0; i < 3; i++) expect(await run('one', ONE, [i])).toEqual([{ one: i }]);
  expect(await run('one', `${ONE} `, [7])).toEqual([{ one: 7 }]);
  expect(await statements()).toEqual([
    expect.stringMatching(/^one_\w+$/),
    expect.stringMatching(/^one_\w+$/),
  ]);
});

test('where a pooler hands over another session, statements run without a name', async () => {
  const { db, run, statements } = await setUp();
  await run('one', ONE, [1]);
  // As after the pooler handed over another session, without prepared statements.
  await sql`deallocate all`.execute(db);
  expect(await run('one', ONE, [2])).toEqual([{ one: 2 }]);
  expect(await run('two', ONE, [3])).toEqual([{ one: 3 }]);
  expect(await statements()).toEqual([]);
});

test('where the session of a pooler has that statement already, too', async () => {
  const { db, run, statements } = await setUp();
  await run('one', ONE, [1]);
  const [name] = await statements();
  const { run: other, db: otherDb, close } = await setUp();
  await sql`prepare ${sql.id(name!)} as select 1`.execute(otherDb);
  expect(await other('one', ONE, [2])).toEqual([{ one: 2 }]);
  await close();
  await sql`select 1`.execute(db);
});

test('an error of the statement itself is thrown', async () => {
  const { run, statements } = await setUp();
  await expect(run('division', 'select 1 / $1::int as one', [0])).rejects.toThrow('division by zero');
  expect(await statements()).toHaveLength(1);
});
