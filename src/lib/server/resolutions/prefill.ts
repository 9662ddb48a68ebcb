// With what the form of a first result begins: one announcement often decides several questions.
import { zip } from '#lib/domain/zip.ts';
import { kstDate, kstInstant, kstMinute } from '#lib/kst.ts';
import type { Db } from '../db/connect.ts';
import { findOfficialEventSince, findResultSince } from './prefill-queries.ts';

const DAY_MS = 86_400_000;
const DAYS_OF_EVENTS = 7;

/** Times are values of a datetime-local field in Korean time; empty where they are unknown. */
export interface Prefill {
  from: 'result' | 'event';
  knownAt: string;
  evidence: { url: string; at: string }[];
}

/** The evidence of the last result of the past day, else the last official event of the past week; null where there is neither. */
export async function prefillOf(db: Db, now: Date): Promise<Prefill | null> {
  const result = await findResultSince(db, new Date(now.getTime() - DAY_MS));
  if (result?.knownAt) {
    const { knownAt, evidenceUrls, evidenceTimes } = result;
    const evidence = zip(evidenceUrls, evidenceTimes).map(([url, at]) => ({ url, at: kstMinute(at) }));
    return { from: 'result', knownAt: kstMinute(knownAt), evidence };
  }
  const event = await findOfficialEventSince(db, kstDate(new Date(now.getTime() - DAYS_OF_EVENTS * DAY_MS)));
  if (!event) return null;
  const { url, happenedOn, happenedTime } = event;
  const at = happenedTime === null ? '' : kstMinute(kstInstant(happenedOn, happenedTime));
  return { from: 'event', knownAt: at, evidence: [{ url, at }] };
}
