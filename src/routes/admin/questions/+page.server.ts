import { momentFor } from '#lib/server/http/reader.ts';
import { NEW } from '#lib/server/questions/draft-form.ts';
import * as drafts from '#lib/server/questions/draft.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageView } from '#lib/types/admin-form.ts';
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
  const page: PageView = {
    title: '질문 관리',
    lead: '초안은 이 관리 화면에서만 보여요. 연 질문은 선택지와 자리 수를 바꿀 수 없어요.',
    lists: [
      {
        title: `초안 ${waiting.length}`,
        add: { href: `${LIST}/${NEW}`, text: '새 질문' },
        rows: waiting.map(({ slug, titleKo: title, follows }) => {
          return { href: `${LIST}/${slug}`, title, about: follows ? `열면 ${follows} 질문이 닫혀요.` : '' };
        }),
        empty: '초안이 없어요. 새 질문을 만들어 보세요.',
      },
    ],
  };
  return {
    page,
    groups: GROUPS.map(({ title, phases }) => {
      const those = rows.filter(({ question }) => phases.includes(question.phase));
      return { title: `${title} ${those.length}`, rows: those, empty: '지금은 없어요.' };
    }),
  };
};
