// The form of an announcement that took long and came to nothing, so that it can be sent again.
import { formState } from '#lib/server/http/form.ts';
import type { Refused } from '#lib/server/resolutions/new-publication.ts';
import * as publications from '#lib/server/resolutions/publications.ts';
import type { Typed } from '#lib/server/form.ts';

/** What the query parameter `publication` names, where it is the reader's own; else null. */
export async function unpublished(locals: App.Locals, url: URL) {
  const id = url.searchParams.get('publication');
  const found = id === null ? undefined : await publications.find(locals.app.db, id);
  if (!found || found.announcedRound === null || found.accountId !== locals.account?.id) return null;
  if (found.state !== 'refused' && found.state !== 'interrupted') return null;
  const { errors, first } = (found.refusal as unknown as Refused | null) ?? { errors: {}, first: null };
  return {
    isInterrupted: found.state === 'interrupted',
    form: formState(found.typed as unknown as Typed, errors),
    first,
  };
}
