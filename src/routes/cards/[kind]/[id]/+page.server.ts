import { shareCard } from '#lib/components/share/card-share.ts';
import * as cards from '#lib/server/share/cards/service.ts';
import { momentFor, readerOf } from '#lib/server/questions/http.ts';
import * as questions from '#lib/server/questions/service.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const [card, moment] = await Promise.all([
    cards.get(locals.db, readerOf(locals), params),
    momentFor(locals),
  ]);
  // As everybody sees it: the reader's own forecast does not belong to the card.
  const question = questions.getAt({ ...moment, mine: [] }, locals.app.keeper, card.question);
  return { card, question, share: shareCard(card, question) };
};
