import type { Db } from './connect.ts';

/** A secret of this site, laid by the seed: all processes share it through the database. */
export async function getSecret(
  db: Db,
  name: 'draft' | 'device' | 'join-challenge' | 'deleted-mailbox' | 'provider',
): Promise<Uint8Array> {
  const { value } = await db
    .selectFrom('serverSecret')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return value;
}
