// Initial values of the form of a result.
import { DAY_MS, kstDate, kstInstant, kstMinute } from '#lib/kst.ts';
import type { Db } from '../../platform/db/connect.ts';
import { evidenceOf, findOfficialEventSince, findResultSince, type VersionRow } from './queries.ts';

const DAYS_OF_EVENTS = 7;

/** Times are values of a datetime-local field in Korean time; empty where they are unknown. */
export interface Start {
  /** Source of the values: the version that is corrected, another result, or an event; null where they are empty. */
  from: 'version' | 'result' | 'event' | null;
  knownAt: string;
  evidence: { url: string; at: string }[];
}

/**
 * A correction begins with the version that it corrects. One announcement often decides several questions: a first result
 * begins with the evidence of the last result of the past day, else with the last official event of the past week.
 */
export async function startOf(db: Db, corrected: VersionRow | undefined, now: Date): Promise<Start> {
  const result = corrected ?? (await findResultSince(db, new Date(now.getTime() - DAY_MS)));
  if (result) {
    const evidence = evidenceOf(result).map(({ url, publishedAt }) => ({ url, at: kstMinute(publishedAt) }));
    const knownAt = result.knownAt ? kstMinute(result.knownAt) : '';
    return { from: corrected ? 'version' : 'result', knownAt, evidence };
  }
  const event = await findOfficialEventSince(db, kstDate(new Date(now.getTime() - DAYS_OF_EVENTS * DAY_MS)));
  if (!event) return { from: null, knownAt: '', evidence: [] };
  const { url, happenedOn, happenedTime } = event;
  const at = happenedTime === null ? '' : kstMinute(kstInstant(happenedOn, happenedTime));
  return { from: 'event', knownAt: at, evidence: [{ url, at }] };
}
