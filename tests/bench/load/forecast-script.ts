import type { Db } from '#lib/server/platform/db/connect.ts';

/** A pgbench script of one forecast through the gate, by the statement that the site uses, for one of the bench's accounts. */
export async function forecastScript(owner: Db, question: string, accounts: number): Promise<string> {
  const { id } = await owner
    .selectFrom('question')
    .select('id')
    .where('slug', '=', question)
    .executeTakeFirstOrThrow();
  const { first } = await owner
    .selectFrom('account')
    .select((e) => e.fn.min('id').as('first'))
    .where('handle', 'like', 'bench-%')
    .executeTakeFirstOrThrow();
  return `\\set account random(${first}, ${first + accounts - 1})
\\set lg random(300, 699)
select * from place_forecasts(${id}, array[:account::int], array[gen_random_uuid()], array[format('{%s,%s,800}', :lg::int, 1200 - :lg::int)]);
`;
}
