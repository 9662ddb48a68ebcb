// Forecasts by the rig's accounts, one after another in turns, and whether the log has what was acknowledged.
import { sql } from 'kysely';
import { postForecasts } from '../bench/load/run-client.ts';
import type { PostedLoad } from '../bench/load/post-forms.ts';
import type { Rig } from './rig.ts';

export const CONNECTIONS = 64;

/** So that a turn never repeats the numbers that stand. */
let turn = 0;

interface Load {
  seconds: number;
  perSecond?: number;
  /** HAProxy's, unless told otherwise. */
  port?: number;
}

export async function post(rig: Rig, { seconds, perSecond, port }: Load): Promise<PostedLoad> {
  const posted = await postForecasts({
    port: port ?? Number(new URL(rig.origin).port),
    connections: CONNECTIONS,
    accounts: rig.accounts,
    seconds,
    firstTurn: turn,
    keepsTrying: true,
    ...(perSecond && { perSecond }),
  });
  turn += posted.acknowledged + CONNECTIONS;
  return posted;
}

/** How many of the acknowledged requests are not in the log exactly once. */
export async function countLost({ owner }: Rig, { requestIds }: PostedLoad): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    select count(*)::int as lost
      from (select count(forecast.seq) as times
              from unnest(${requestIds}::uuid[]) as request(id)
              left join forecast on forecast.request_id = request.id
             group by request.id) as request
     where times <> 1
  `.execute(owner);
  return rows[0]?.lost ?? requestIds.length;
}

/** For figures: "1,234 forecasts at 300/s", with what was answered otherwise. */
export function describe({ acknowledged, seconds, refused, unanswered }: PostedLoad): string {
  const others = Object.entries(refused).map(([answer, n]) => `${n} × ${answer.trim()}`);
  if (unanswered > 0) others.push(`${unanswered} × no answer`);
  const rate = Math.round(acknowledged / seconds);
  return `${acknowledged} forecasts at ${rate}/s${others.length > 0 ? `, before them ${others.join(', ')}` : ''}`;
}
