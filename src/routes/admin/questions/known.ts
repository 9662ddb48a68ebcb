import * as contest from '#lib/server/contest/service.ts';
import type { Known } from '#lib/server/questions/draft-form.ts';

type Db = Parameters<typeof contest.facts>[0];

/** Companies and rounds to which the forms of questions may refer, and the rounds themselves. */
export async function loadKnown(db: Db) {
  const { companies, rounds } = await contest.facts(db);
  const known: Known = { companies, rounds: rounds.map(({ number }) => number) };
  return { known, companies, rounds };
}
