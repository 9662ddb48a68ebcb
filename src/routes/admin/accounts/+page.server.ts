import * as moderation from '#lib/server/accounts/moderation.ts';
import type { PageServerLoad } from './$types';

const LONGEST_HANDLE = 20;

export const load: PageServerLoad = async ({ locals, url }) => {
  const typed = url.searchParams.get('q') ?? '';
  const wanted = typed.replaceAll('\0', '').normalize('NFC').trim().slice(0, LONGEST_HANDLE);
  const accounts = await moderation.list(locals.app.db, wanted);
  return {
    wanted,
    accounts,
    isMost: accounts.length === moderation.MOST_FOUND && wanted !== '',
    most: moderation.MOST_FOUND,
  };
};
