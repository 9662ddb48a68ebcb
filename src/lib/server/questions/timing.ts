// Sets the close of an opened question from the admin pages. It may be unknown only where a last day is set.
import type { Actor } from '../audit/service.ts';
import type { Db } from '../db/connect.ts';
import { QuestionClosedError, ValidationError } from '../errors.ts';
import { get, refusePast } from './admin.ts';
import { scheduleClose } from './service.ts';

/** @throws QuestionNotFoundError, ValidationError */
export async function schedule(db: Db, by: Actor, slug: string, closesAt: Date | null): Promise<void> {
  const { isDraft, draft } = await get(db, slug);
  if (isDraft) throw new ValidationError('form', 'not-possible-now');
  if (closesAt === null && draft.endsBy === null) throw new ValidationError('closesAt', 'missing');
  if (closesAt && draft.endsBy && closesAt > draft.endsBy)
    throw new ValidationError('closesAt', 'out-of-range');
  await refusePast(db, { closesAt, endsBy: null });
  try {
    await scheduleClose(db, by, slug, closesAt);
  } catch (error) {
    if (error instanceof QuestionClosedError) throw new ValidationError('form', 'not-possible-now');
    throw error;
  }
}
