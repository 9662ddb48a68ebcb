// What one press publishes, as plain data that travels to the worker thread.
import type { Text } from '#lib/contest/types.ts';
import type { EditionProposal, NextRoundProposal, Proposal } from '#lib/types/announcement.ts';
import type { Resolving } from '../resolutions/service.ts';
import type { Announcement, Facts } from './announcement.ts';
import type { Chosen } from './chosen.ts';
import { resultDay } from './propose.ts';

export interface Plan {
  round: number;
  url: string;
  resolving: Resolving[];
  /** Slugs of questions that are closed. */
  closings: string[];
  result: {
    resultOn: string;
    resultTime: string;
    survivors: string[];
    eliminated: Announcement['eliminated'];
  } | null;
  news: { title: Text; happenedOn: string; happenedTime: string } | null;
  edition: EditionProposal | null;
  nextRound: (NextRoundProposal & { enteredOn: string }) | null;
  verify: boolean;
  reason: string;
}

export function planOf(facts: Facts, announcement: Announcement, proposal: Proposal, chosen: Chosen): Plan {
  const { knownAt, url, survivors, eliminated } = announcement;
  const { resultOn, resultTime } = resultDay(announcement);
  const evidence = [{ url, publishedAt: knownAt }];
  const { reason } = chosen;
  return {
    round: facts.round.number,
    url,
    resolving: chosen.questions.map(({ slug, outcome, expectedVersion }) => ({
      slug,
      // A first result needs no reason.
      decision: { result: { outcome, knownAt }, evidence, note: expectedVersion > 0 ? reason : '' },
      expectedVersion,
    })),
    closings: chosen.closings,
    result: chosen.result ? { resultOn, resultTime, survivors, eliminated } : null,
    news: chosen.news && { title: chosen.news, happenedOn: resultOn, happenedTime: resultTime },
    edition: chosen.edition ? proposal.edition : null,
    nextRound: chosen.nextRound && proposal.nextRound ? { ...proposal.nextRound, enteredOn: resultOn } : null,
    verify: chosen.verify,
    reason,
  };
}
