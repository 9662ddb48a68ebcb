import type { Reader } from '../questions/service.ts';

/** The reader of a request, as far as what a question shows him depends on it. */
export function readerOf(locals: App.Locals): Reader {
  return { accountId: locals.account?.id ?? null, hasAuthor: locals.app.config.authorName !== null };
}
