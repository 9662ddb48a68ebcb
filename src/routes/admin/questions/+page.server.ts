import { momentFor } from '#lib/server/http/reader.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as editions from '#lib/server/questions/edition.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';

const GROUPS = [
  { title: '열린 질문', phases: ['upcoming', 'open'] },
  { title: '닫힌 질문', phases: ['closed'] },
  { title: '결과가 나온 질문', phases: ['provisional', 'resolved', 'annulled'] },
];

export const load: PageServerLoad = async ({ locals }) => {
  const { db, keeper } = locals.app;
  const [waiting, moment] = await Promise.all([drafts.list(db), momentFor(locals)]);
  const opened = questions.listAt(moment, keeper);
  const followed = new Set([...editions.listFollowed(moment), ...waiting.map(({ follows }) => follows)]);
  const rowOf = (question: QuestionView) => ({
    ...{ href: addressOf(question.slug), title: question.title.ko, about: '', question },
    links: linksOf(question, followed.has(question.slug)),
  });
  return {
    drafts: waiting.map(({ slug, titleKo, follows }) => ({
      href: addressOf(slug),
      title: titleKo,
      about: follows ? `열면 ${follows} 질문이 닫혀요.` : '',
    })),
    groups: GROUPS.map(({ title, phases }) => ({
      title,
      rows: opened.filter(({ phase }) => phases.includes(phase)).map(rowOf),
    })),
  };
};

const addressOf = (slug: string) => `/admin/questions/${slug}`;

/** @param isFollowed it has a newer edition, or a draft of one */
function linksOf({ slug, phase, scored, resolution }: QuestionView, isFollowed: boolean) {
  const links = [
    { to: '#schedule', text: '닫기', isShown: phase === 'open' || phase === 'upcoming' },
    { to: '#follow', text: '이어지는 질문 만들기', isShown: !resolution && !isFollowed },
    { to: '/resolve', text: resolution ? '결과 고치기' : '결과 확정', isShown: scored },
  ];
  return links.filter(({ isShown }) => isShown).map(({ to, text }) => ({ href: addressOf(slug) + to, text }));
}
