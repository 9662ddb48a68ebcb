import { type Moment, momentOf } from '../questions/moment.ts';
import type { Reader } from '../questions/reader.ts';

/** The reader of a request, as far as what a question shows depends on it. */
export function readerOf(locals: App.Locals): Reader {
  return { accountId: locals.account?.id ?? null, hasAuthor: locals.app.config.authorName !== null };
}

/** What the pages of a request show, read once for its layout and its page. For loads only: not after an action's change. */
export function momentFor(locals: App.Locals): Promise<Moment> {
  return (locals.moment ??= momentOf(locals.db, locals.app.keeper.catalogue, readerOf(locals)));
}
