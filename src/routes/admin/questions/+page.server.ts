import { momentFor } from '#lib/server/questions/http.ts';
import { NEW } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

const GROUPS = [
  { title: '열린 질문', phases: ['upcoming', 'open'] },
  { title: '닫힌 질문', phases: ['closed'] },
  { title: '결과가 나온 질문', phases: ['provisional', 'resolved', 'annulled'] },
];
const LIST = '/admin/questions';

export const load: PageServerLoad = async ({ locals }) => {
  const { db, keeper } = locals.app;
  const [waiting, moment] = await Promise.all([drafts.list(db), momentFor(locals)]);
  const rows = questions.listAt(moment, keeper).map((question) => {
    const { slug, title, scored, resolution } = question;
    const resolve = { href: `${LIST}/${slug}/resolve`, text: resolution ? '결과 고치기' : '결과 확정' };
    return { href: `${LIST}/${slug}`, title: title.ko, question, links: scored ? [resolve] : [] };
  });
  const waitingRows = waiting.map(({ slug, titleKo: title, follows }) => {
    return { href: `${LIST}/${slug}`, title, about: follows ? `열면 ${follows} 질문이 닫혀요.` : '' };
  });
  return {
    drafts: {
      title: `초안 ${waiting.length}`,
      add: { href: `${LIST}/${NEW}`, text: '새 질문' },
      rows: waitingRows,
      empty: '초안이 없어요. 새 질문을 만들어 보세요.',
    },
    groups: GROUPS.map(({ title, phases }) => {
      const those = rows.filter(({ question }) => phases.includes(question.phase));
      return { title: `${title} ${those.length}`, rows: those, empty: '지금은 없어요.' };
    }),
  };
};
