import { author } from '#lib/contest/author.ts';
import { company } from '#lib/server/questions/contest/service.ts';
import { momentFor } from '#lib/server/questions/http.ts';
import type { Moment } from '#lib/server/questions/moment.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { PageServerLoad } from './$types';
import { shareCompany } from './share.ts';

/** As many points as a line of half the page shows. */
const MOST_POINTS = 120;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { keeper, config } = locals.app;
  const moment = await momentFor(locals);
  const view = company(moment.catalogue.contest, moment.now, params.slug);
  const all = questions.listAt(moment, keeper);
  const about = all.filter(({ options }) => options.some((option) => option.company === params.slug));
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
        permille: crowd.permille?.[at] ?? null,
        weekAgo: question.phase === 'open' ? question.weekAgo?.[at] : undefined,
        cameTrue: resolution?.outcome?.[at] ?? null,
      };
    }),
    now: moment.now.toISOString(),
    line: await lineOf(locals, moment, about, params.slug),
    authorView: config.authorName === null ? null : viewOfAuthor(params.slug),
  };
};

/** Open questions first, then the newest. */
function newestFirst(about: QuestionView[]): QuestionView[] {
  return about.toReversed().toSorted((a, b) => Number(b.phase === 'open') - Number(a.phase === 'open'));
}

/** The company's odds over time on the open question about it, or on the newest. */
async function lineOf({ db, app }: App.Locals, moment: Moment, about: QuestionView[], slug: string) {
  const question = about.find(({ phase }) => phase === 'open') ?? about.at(-1);
  if (!question) return null;
  const { id } = questions.find(moment, question.slug).row;
  const at = question.options.findIndex(({ company: known }) => known === slug);
  const only = <Odds extends { permille: readonly number[] | null }>(odds: Odds): Odds => ({
    ...odds,
    permille: odds.permille && odds.permille.slice(at, at + 1),
  });
  const history = await app.keeper.histories.readLatest(db, { id }, MOST_POINTS);
  const options = question.options.slice(at, at + 1);
  return {
    question: { ...question, options, crowd: only(question.crowd), author: null, mine: null },
    history: history.map(only),
  };
}

function viewOfAuthor(slug: string) {
  const found = author.views.find((view) => view.company === slug);
  if (!found) return null;
  return { view: found.view, model: found.model, isPick: author.picks.some((pick) => pick === slug) };
}
