import { momentFor } from '#lib/server/http/reader.ts';
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
    return { href: `${LIST}/${slug}`, title: title.ko, about: '', question, links: scored ? [resolve] : [] };
  });
  return {
    drafts: waiting.map(({ slug, titleKo, follows }) => ({
      href: `${LIST}/${slug}`,
      title: titleKo,
      about: follows ? `열면 ${follows} 질문이 닫혀요.` : '',
    })),
    groups: GROUPS.map(({ title, phases }) => ({
      title,
      rows: rows.filter(({ question }) => phases.includes(question.phase)),
    })),
  };
};
