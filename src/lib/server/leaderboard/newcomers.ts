// Who is new: newcomers are a filter of boards, never another score.

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Accounts are newcomers for so long after joining. */
export const NEWCOMER_MS = 30 * DAY_MS;
/** Readers see the newcomers of a what-if board first for so long after joining. */
export const FIRST_WEEK_MS = 7 * DAY_MS;

/** A reader's moment of joining, null for a visitor, beside the database's clock. */
interface Joined {
  now: Date;
  joinedAt: Date | null;
}

/** Whether the reader joined in the last thirty days; false for visitors. */
export function isNewcomer(joined: Joined): boolean {
  return isWithin(joined, NEWCOMER_MS);
}

/** Whether the reader joined in the last week; false for visitors. */
export function isInFirstWeek(joined: Joined): boolean {
  return isWithin(joined, FIRST_WEEK_MS);
}

function isWithin({ now, joinedAt }: Joined, ms: number): boolean {
  return joinedAt !== null && now.getTime() - joinedAt.getTime() < ms;
}
