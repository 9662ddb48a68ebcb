import * as leaderboard from '#lib/server/leaderboard/service.ts';
import * as moderation from '#lib/server/accounts/moderation.ts';
import { LONGEST_HANDLE } from '#lib/types/people.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const typed = url.searchParams.get('q') ?? '';
  const wanted = typed.replaceAll('\0', '').normalize('NFC').trim().slice(0, LONGEST_HANDLE);
  const accounts = await moderation.list(locals.app.db, wanted);
  return {
    wanted,
    accounts,
    isMost: accounts.length === leaderboard.MOST_FOUND && wanted !== '',
    most: leaderboard.MOST_FOUND,
  };
};
