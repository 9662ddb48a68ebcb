import { createHash } from 'node:crypto';
import { query } from './records.ts';

/** Accounts with a session each. @returns the secrets of the sessions */
export async function insertSessions(dataDir: string, count: number): Promise<string[]> {
  const secrets = Array.from({ length: count }, (_, n) =>
    createHash('sha256')
      .update(`killed-${n}`)
      .digest('hex')
      .replace(/[0189]/g, 'z')
      .slice(0, 40),
  );
  await query(
    dataDir,
    `with person as (
       insert into account (handle) select 'killed-' || n from generate_series(1, $1::int) n returning id, handle
     )
     insert into session (secret_hash, account_id, expires_at, ends_at)
     select encode(sha256(secret::bytea), 'hex'), person.id, now() + interval '1 day', now() + interval '2 days'
       from unnest($2::text[]) with ordinality as t (secret, n)
       join person on person.handle = 'killed-' || n`,
    [count, secrets],
  );
  return secrets;
}
