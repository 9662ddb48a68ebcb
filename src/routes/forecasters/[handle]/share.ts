import { sharePage } from '#lib/components/share/pages.ts';
import { scorePoints } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Profile } from '#lib/server/results/profiles/service.ts';
import type { ShareView } from '#lib/types/share.ts';
import { rankText } from './rank-text.ts';

/** Share preview of a profile: rank on the official leaderboard and number of open questions with a standing forecast. */
export function shareProfile({ forecaster: { handle, standing }, open }: Profile): ShareView {
  const said: string[] = [];
  if (standing) {
    const { peerMicro, rank } = standing.row;
    said.push(`${m.scoring_peer()} ${scorePoints(peerMicro)}`, rankText(rank, standing.ranked));
  }
  if (open.length > 0) said.push(m.profile_share_forecasts({ count: open.length }));
  return sharePage(handle, said.join(' · ') || m.profile_picks_empty());
}
