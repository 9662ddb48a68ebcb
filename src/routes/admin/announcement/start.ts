// The form as it is first shown: empty, or filled with what was published, to be corrected.
import { kstMinute } from '#lib/kst.ts';
import { type Facts, REASONS } from '#lib/server/results/announcements/announcement.ts';
import type * as rounds from '#lib/server/questions/contest/rounds.ts';
import type { Typed } from '#lib/server/http/fields.ts';

type Entrants = Awaited<ReturnType<typeof rounds.listEntrants>>;

export function startOf(
  { round, questions, nextRound }: Facts,
  entrants: Entrants,
  url: string | null,
): Typed {
  const typed: Typed = {};
  for (const { companySlug, outcome, reasonKo, reasonEn } of entrants) {
    if (outcome === null) continue;
    typed[`out.${companySlug}`] = [outcome === 'eliminated' ? 'out' : 'stays'];
    if (outcome !== 'eliminated') continue;
    const choice = Object.entries(REASONS).find(([, { reason }]) => reason.ko === reasonKo);
    typed[`why.${companySlug}`] = [choice?.[0] ?? 'other'];
    if (choice) continue;
    typed[`whyKo.${companySlug}`] = [reasonKo ?? ''];
    typed[`whyEn.${companySlug}`] = [reasonEn ?? ''];
  }
  if (round.resultOn === null) return typed;
  const decided = questions.find(
    (each) => each.round === round.number && each.announcementRule === 'survivors' && each.knownAt,
  );
  const at = decided?.knownAt
    ? kstMinute(decided.knownAt)
    : `${round.resultOn}T${round.resultTime?.slice(0, 'HH:MM'.length) ?? '00:00'}`;
  return {
    ...typed,
    when: ['at'],
    at: [at],
    url: [url ?? ''],
    nextSeats: [String(nextRound?.seats ?? '')],
  };
}
