// What follows from an announcement: the fields that choose what is published, and what the preview says of it.
import { editionsFact, namesOf } from '#lib/components/admin/preview-facts.ts';
import { hiddenFields, REASON, viewFields } from '#lib/components/admin/fields.ts';
import type { Text } from '#lib/contest/types.ts';
import { formatCount } from '#lib/format.ts';
import type { Fact, FieldView } from '#lib/types/admin-form.ts';
import type { AnnouncementChangesView, Proposal, QuestionProposal } from '#lib/types/announcement.ts';
import type { FormState } from '#lib/types/form.ts';

export interface Preview {
  proposal: Proposal;
  /** What of it is to be published. */
  chosen: {
    questions: { slug: string; outcome: boolean[] }[];
    closings: string[];
    result: boolean;
    news: Text | null;
    edition: boolean;
    nextRound: boolean;
    verify: boolean;
  };
  changes: AnnouncementChangesView;
  /** Questions that stay open. */
  open: Text[];
  knownAt: string;
}

/** Fields of the first step, which are sent again with the second. */
const ENTERED = /^(round|when|at|url|nextSeats|out\..+|why\..+|whyKo\..+|whyEn\..+)$/;

const check = (name: string, label: string, isOn: boolean, group = '함께 바꿀 것', hint = ''): FieldView => ({
  name,
  label,
  type: 'check',
  value: isOn ? 'on' : '',
  group,
  ...(hint && { hint }),
});

/** @param named the names of companies, joined */
export function consequenceFields(
  { proposal, chosen }: Preview,
  roundTitle: string,
  typed: FormState['typed'],
  named: (companies: string[]) => string,
): FieldView[] {
  const { questions, closings, news, edition, nextRound, needsReason } = proposal;
  const outcomeOf = (slug: string) => chosen.questions.find((each) => each.slug === slug)?.outcome ?? null;
  const editionWords =
    edition && `새 질문 초안: ${named(edition.entrants)} 가운데 ${edition.seats}곳 (${edition.slug})`;
  const newsFields = {
    newsKo: { label: '소식 제목 (한국어)', required: true, group: '소식' },
    newsEn: { label: '소식 제목 (영어)', group: '소식' },
  };
  const hint = '공개한 결과를 바꾸는 까닭이에요. 누구나 볼 수 있어요.';
  const reason = { ...REASON.reason, label: '고치는 이유', hint };
  return [
    ...hiddenFields({ ...typed, step: ['preview'] }, new RegExp(`${ENTERED.source}|^step$`)),
    ...questions.flatMap((question) => questionFields(question, outcomeOf(question.slug))),
    check('do.result', `${roundTitle} 결과와 탈락 이유`, chosen.result),
    ...(nextRound ? [check('do.nextRound', nextRoundWords(nextRound, named), chosen.nextRound)] : []),
    ...(editionWords ? [check('do.edition', editionWords, chosen.edition)] : []),
    ...closings.map(({ slug, title }) =>
      check(`do.close.${slug}`, `마감하기: ${title.ko}`, chosen.closings.includes(slug)),
    ),
    check('do.verify', '오늘 사실을 확인했다고 적기', chosen.verify),
    ...(news ? [check('do.news', '소식 올리기', chosen.news !== null, '소식')] : []),
    ...(news ? viewFields(newsFields, { newsKo: news.ko, newsEn: news.en }) : []),
    ...(needsReason || typed['reason']?.[0] ? viewFields({ reason }) : []),
  ];
}

/** @param chosen the outcome with which it is resolved; null where it stays open */
function questionFields(question: QuestionProposal, chosen: boolean[] | null): FieldView[] {
  const { slug, title, options, outcome, isFixed, version, published, isProposed } = question;
  const optionsOf = (of: boolean[] | null) => options.filter((_, i) => of?.[i]);
  const words = (of: boolean[] | null) => namesOf(optionsOf(of).map(({ label }) => label));
  const group = '확정할 질문';
  const notes = [
    !isProposed && '이 발표로 정해지나요?',
    published && `이미 공개한 결과를 고쳐요: ${words(published)} → ${words(chosen ?? outcome)}`,
  ];
  const label = isFixed ? `${title.ko} ${words(outcome)}` : title.ko;
  const fields = [
    check(`do.question.${slug}`, label, chosen !== null, group, notes.filter(Boolean).join(' ')),
    ...viewFields(
      { [`version.${slug}`]: { label: '', type: 'hidden', group } },
      { [`version.${slug}`]: version },
    ),
  ];
  if (isFixed) return fields;
  const choices = options.map((option) => ({ value: option.slug, label: option.label.ko }));
  const type = question.seats === 1 ? 'radio' : 'boxes';
  const value = optionsOf(chosen ?? outcome).map((option) => option.slug);
  const answer = { label: `${title.ko} 결과`, type, choices, group } as const;
  return [...fields, ...viewFields({ [`yes.${slug}`]: answer }, { [`yes.${slug}`]: value })];
}

function nextRoundWords(
  { title, isNew, entering, leaving, seats }: NonNullable<Proposal['nextRound']>,
  named: (companies: string[]) => string,
): string {
  return [
    title.ko + (isNew ? ' 만들기' : ''),
    entering.length > 0 && `${named(entering)} 참가`,
    leaving.length > 0 && `${named(leaving)} 빼기`,
    seats !== null && `자리 ${seats}곳`,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function factsOf({ changes, open }: Preview): Fact[] {
  return [
    ['알림을 받는 사람', `${formatCount(changes.notified)}명`],
    ['순위가 바뀌는 사람', `${formatCount(changes.moved)}명`],
    ...editionsFact(changes.editions),
    ['계속 열려 있는 질문', open.map(({ ko }) => ko).join(' / ') || '없어요'],
  ];
}
