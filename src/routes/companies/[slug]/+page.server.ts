import { editionNames } from '#lib/components/questions/edition-names.ts';
import { author } from '#lib/contest/author.ts';
import { company } from '#lib/server/contest/company.ts';
import { history } from '#lib/server/crowd/history.ts';
import { readerOf } from '#lib/server/http/reader.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';
import { shareCompany } from './share.ts';

/** As many points as a small line shows. */
const MOST_POINTS = 120;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db, app } = locals;
  const { keeper, config } = app;
  const [view, all] = await Promise.all([
    company(db, params.slug),
    questions.list(db, keeper, readerOf(locals)),
  ]);
  const about = all.filter(({ options }) => options.some((option) => option.company === params.slug));
  const editions = editionNames(about, view.rounds);
  return {
    share: shareCompany(
      view,
      about.some(({ crowd }) => crowd.permille),
    ),
    company: view,
    questions: newestFirst(about).map((question) => {
      const { crowd, options, resolution } = question;
      const at = options.findIndex((option) => option.company === params.slug);
      return {
        question,
        edition: editions.get(question.slug) ?? null,
        permille: crowd.permille?.[at] ?? null,
        cameTrue: resolution?.outcome?.[at] ?? null,
      };
    }),
    line: await lineOf(locals, about, params.slug),
    authorView: config.authorName === null ? null : viewOfAuthor(params.slug),
  };
};

/** Open questions first, then the newest. */
function newestFirst(about: QuestionView[]): QuestionView[] {
  return about.toReversed().toSorted((a, b) => Number(b.phase === 'open') - Number(a.phase === 'open'));
}

/** The company's odds over time on the open question about it, or on the newest. */
async function lineOf({ db }: App.Locals, about: QuestionView[], slug: string) {
  const question = about.find(({ phase }) => phase === 'open') ?? about.at(-1);
  if (!question) return null;
  const field = await questions.getField(db, question.slug);
  const option = question.options.findIndex(({ company: known }) => known === slug);
  const points = (await history(db, field, MOST_POINTS)).flatMap(({ at, permille }) => {
    const odds = permille?.[option];
    return odds === undefined ? [] : [{ at, permille: odds }];
  });
  return { question: question.slug, title: question.title, points };
}

function viewOfAuthor(slug: string) {
  const found = author.views.find((view) => view.company === slug);
  if (!found) return null;
  return { view: found.view, model: found.model, isPick: author.picks.some((pick) => pick === slug) };
}
