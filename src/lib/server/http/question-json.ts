import { oddsJson, permilleJson } from '#lib/types/odds-json.ts';
import type { QuestionView } from '#lib/types/question.ts';

/** A question in the JSON API: probabilities by option slug, and nothing of any reader. */
export function questionJson(question: QuestionView) {
  const { author } = question;
  const slugs = question.options.map(({ slug }) => slug);
  return {
    slug: question.slug,
    kind: question.kind,
    round: question.round,
    title: question.title,
    lead: question.lead,
    rules: question.rules,
    officialSource: question.officialSource,
    options: question.options.map(({ slug, label, company }) => ({ slug, label, company })),
    seats: question.seats,
    scored: question.scored,
    phase: question.phase,
    opensAt: question.opensAt,
    closesAt: question.closesAt,
    endsBy: question.endsBy,
    resolution: question.resolution && {
      ...question.resolution,
      outcome:
        question.resolution.outcome &&
        Object.fromEntries(
          question.options.map(({ slug }, i) => [slug, question.resolution?.outcome?.[i] ? 'yes' : 'no']),
        ),
    },
    crowd: oddsJson(slugs, question.crowd),
    author: author && {
      permille: permilleJson(slugs, author.permille),
      madeAt: author.madeAt,
      carriedOver: author.carriedOver,
    },
  };
}
