import type { Flash, FlashCode, PlacedView } from '#lib/types/reader.ts';
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

/** The forecast that a flash message is about, as it can be undone; null where there is none, or it cannot be undone. */
export async function placedWith(
  locals: App.Locals,
  { code, question: slug }: Flash,
): Promise<PlacedView | null> {
  const { app, account } = locals;
  if (!account || !slug || !ABOUT_FORECAST.includes(code)) return null;
  try {
    const moment = await momentFor(locals);
    const question = questions.getAt(moment, app.keeper, slug);
    const { id } = questions.find(moment, slug).row;
    const [placed, before] = await forecasts.lastTwoOn(app.db, account.id, id);
    const earlier = before?.permille ?? null;
    const isNew = placed?.permille && placed.permille.join() !== earlier?.join();
    const isUndoable = question.phase === 'open' && isNew;
    return isUndoable ? { question, earlier } : null;
  } catch (error) {
    // The cookie came with the request: the question that it names may not exist.
    if (error instanceof AppError) return null;
    throw error;
  }
}
