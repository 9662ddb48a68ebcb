// Many processes on one primary with a long log: its sessions, what tailing the log costs, and equal odds.
import { sql } from 'kysely';
import { rowsRead } from '../bench/log-reads.ts';
import type { Finding } from './check.ts';
import { haveOdds, standing } from './equal.ts';
import { describe, post } from './load.ts';
import type { Rig } from './rig.ts';
import { until } from '../setup/site.ts';

export const OLD_ROWS = 1_000_000;
const SECONDS = 20;
const WITHIN_MS = 1_000;
/** Default of PostgreSQL, without those kept for superusers. */
const MOST_SESSIONS = 97;

export async function checkMany(rig: Rig): Promise<Finding[]> {
  const before = await counters(rig);
  const posted = await post(rig, { seconds: SECONDS });
  const expected = await standing(rig);
  const equalMs = await until(() => haveOdds(rig, expected), 'equal odds');
  const after = await counters(rig);
  const perSecond = (name: keyof Counters) => Math.round((after[name] - before[name]) / posted.seconds);
  const rows = (after.rows - before.rows) / posted.acknowledged;
  return [
    {
      what: `equal odds at ${rig.apps.length} processes within a second of the last forecast`,
      holds: equalMs <= WITHIN_MS,
      figures: `${Math.round(equalMs)} ms after ${describe(posted)} on a log of ${OLD_ROWS} rows`,
    },
    {
      what: 'sessions fit into what PostgreSQL allows by default',
      holds: after.sessions <= MOST_SESSIONS,
      figures: `${after.sessions} sessions of the site through PgBouncer`,
    },
    {
      what: 'tailing the log reads only what is new',
      holds: rows <= 2 * rig.apps.length,
      figures:
        `${rows.toFixed(1)} rows read for a forecast; in all ${perSecond('rows')} rows and ` +
        `${perSecond('scans')} index scans of the log a second`,
    },
  ];
}

interface Counters {
  rows: number;
  scans: number;
  sessions: number;
}

async function counters(rig: Rig): Promise<Counters> {
  const { rows } = await sql<{ scans: number; sessions: number }>`
    select (select idx_scan from pg_stat_user_tables where relname = 'forecast')::int as scans,
           (select count(*) from pg_stat_activity where application_name like 'final-two%')::int as sessions
      from pg_stat_force_next_flush()
  `.execute(rig.owner);
  return { rows: await rowsRead(rig), scans: 0, sessions: 0, ...rows[0] };
}
