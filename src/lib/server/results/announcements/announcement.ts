// An announcement of the ministry as an admin enters it, and the facts with which it is compared. No I/O.
import type { Text } from '#lib/contest/types.ts';
import type { AnnouncementRule } from '#lib/types/question-admin.ts';
import { joinList } from '#lib/format.ts';

/** Why a company does not go on, as the contest picture and the rounds say it. */
export interface Elimination {
  company: string;
  reason: Text;
  shortReason: Text | null;
}

export interface Announcement {
  round: number;
  /** Companies that go on, in the order of entrants. */
  survivors: string[];
  eliminated: Elimination[];
  /** When it became public. */
  knownAt: Date;
  url: string;
  /** Announced seats of the next round; null where they are not announced. */
  nextSeats: number | null;
}

export interface QuestionFacts {
  id: number;
  slug: string;
  title: Text;
  kind: 'advance' | 'final' | 'scenario' | 'side';
  round: number | null;
  seats: number;
  opensAt: Date;
  closesAt: Date | null;
  endsBy: Date | null;
  announcementRule: AnnouncementRule | null;
  options: { slug: string; company: string | null; label: Text }[];
  /** Latest version of its resolution; null for none. */
  version: number | null;
  /** Null where it is annulled or not resolved. */
  outcome: boolean[] | null;
  knownAt: Date | null;
}

export interface Facts {
  now: Date;
  round: {
    number: number;
    title: Text;
    stageOpensOn: string | null;
    resultOn: string | null;
    resultTime: string | null;
  };
  entrants: {
    company: string;
    name: Text;
    outcome: 'advanced' | 'eliminated' | null;
  }[];
  nextRound: {
    number: number;
    title: Text;
    seats: number | null;
    entrants: string[];
    /** Those of the entrants that went on from this round. */
    carried: string[];
  } | null;
  /** Every question that can be resolved, in display order. */
  questions: QuestionFacts[];
  /** Slugs of all questions, with drafts, and of the questions that have a newer edition. */
  slugs: string[];
  followed: string[];
  /** Addresses of the news of this round. */
  newsUrls: string[];
}

interface Reason {
  /** As the form offers it. */
  label: string;
  reason: Text;
  shortReason: Text;
}

/** Why a company does not go on: short choices with the sentences that everybody reads. */
export const REASONS = {
  score: {
    label: '점수',
    reason: { ko: '종합 평가 점수에서 밀렸어요.', en: 'Fell short in the overall score.' },
    shortReason: { ko: '종합 점수', en: 'overall score' },
  },
  originality: {
    label: '독자성',
    reason: { ko: '독자성 기준을 채우지 못했어요.', en: 'Did not meet the originality criterion.' },
    shortReason: { ko: '독자성', en: 'originality' },
  },
  disqualified: {
    label: '실격',
    reason: { ko: '평가에서 실격됐어요.', en: 'Was disqualified from the evaluation.' },
    shortReason: { ko: '실격', en: 'disqualified' },
  },
  withdrew: {
    label: '자진 철회',
    reason: { ko: '스스로 참여를 그만뒀어요.', en: 'Withdrew from the contest.' },
    shortReason: { ko: '자진 철회', en: 'withdrew' },
  },
} satisfies Record<string, Reason>;

export const REASON_CHOICES = [...(Object.keys(REASONS) as (keyof typeof REASONS)[]), 'other'] as const;

/** The title of the news of a result. */
export function newsOf({ round, entrants }: Facts, { survivors }: Announcement): Text {
  const isIn = ({ company }: Facts['entrants'][number]) => survivors.includes(company);
  const [stay, leave] = [entrants.filter(isIn), entrants.filter((entrant) => !isIn(entrant))];
  const ko = (of: Facts['entrants']) => of.map(({ name }) => name.ko).join('·');
  const en = (of: Facts['entrants'], one: string, many: string) =>
    `${joinList(
      of.map(({ name }) => name.en),
      'en',
    )} ${of.length === 1 ? one : many}`;
  const left = { ko: `, ${ko(leave)} 탈락`, en: `, ${en(leave, 'is', 'are')} out` };
  return {
    ko: `${round.title.ko} 결과 발표: ${ko(stay)} 진출${leave.length > 0 ? left.ko : ''}`,
    en:
      `Result of ${round.title.en.toLowerCase()}: ${en(stay, 'goes', 'go')} on` +
      (leave.length > 0 ? left.en : ''),
  };
}
