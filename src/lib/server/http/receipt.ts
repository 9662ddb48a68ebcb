import type { Flash, FlashCode } from '#lib/types/reader.ts';
import type { ReceiptView } from '#lib/types/receipt.ts';
import { AppError } from '../errors.ts';
import * as forecasts from '../forecasts/service.ts';
import * as questions from '../questions/service.ts';
import { momentFor } from './reader.ts';

const ABOUT_FORECAST: readonly FlashCode[] = [
  'placed',
  'changed',
  'joined-and-placed',
  'signed-in-and-placed',
];

/** How long after a save undo is offered. */
const UNDO_MS = 60_000;

/** The receipt of the forecast that a flash message is about; null where the message is about no standing forecast. */
export async function receiptFor(
  locals: App.Locals,
  { code, question: slug }: Flash,
): Promise<ReceiptView | null> {
  const { app, account } = locals;
  if (!account || !slug || !ABOUT_FORECAST.includes(code)) return null;
  try {
    const moment = await momentFor(locals);
    const question = questions.getAt(moment, app.keeper, slug);
    if (!question.mine) return null;
    const { id } = questions.find(moment, slug).row;
    const [saved, before] = await forecasts.lastTwoOn(app.db, account.id, id);
    const isFresh = saved !== undefined && moment.now.getTime() - saved.madeAt.getTime() < UNDO_MS;
    const earlier = before?.permille ?? null;
    const isWaiting =
      app.config.requireVerified && !moment.isVerified && !account.isAuthor && !account.isAdmin;
    // Until the next poll the keeper counts an account that has just joined in full.
    if (code === 'joined-and-placed' && !isWaiting) await app.keeper.poll();
    const open = questions
      .listAt(moment, app.keeper)
      .filter(({ phase, mine }) => phase === 'open' && mine === null);
    return {
      question,
      effect: isWaiting ? { kind: 'waiting' } : app.keeper.effectOf(id, account.id),
      undo: isFresh && question.phase === 'open' ? { earlier, requestId: crypto.randomUUID() } : null,
      next: open[0] ? { slug: open[0].slug, title: open[0].title } : null,
      left: open.length,
    };
  } catch (error) {
    // The cookie came with the request: the question that it names may not exist.
    if (error instanceof AppError) return null;
    throw error;
  }
}
