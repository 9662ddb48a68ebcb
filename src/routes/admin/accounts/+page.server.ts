import * as leaderboard from '#lib/server/results/leaderboard/service.ts';
import * as moderation from '#lib/server/people/moderation/service.ts';
import { LONGEST_HANDLE } from '#lib/types/people.ts';
import type { PageServerLoad } from './$types';
import { addressOf, stateOf } from './accounts.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const typed = url.searchParams.get('q') ?? '';
  const wanted = typed.replaceAll('\0', '').normalize('NFC').trim().slice(0, LONGEST_HANDLE);
  const accounts = await moderation.list(locals.app.db, wanted);
  const isMost = accounts.length === leaderboard.MOST_FOUND && wanted !== '';
  const rows = accounts.map((account) => {
    return { href: addressOf(account.handle), title: account.handle, about: stateOf(account) };
  });
  const list = {
    title: wanted ? '찾은 계정' : '저자, 관리자, 제외된 계정',
    rows,
    empty: '그런 닉네임이 없어요. 글자를 줄여서 찾아 보세요.',
    ...(isMost && { note: `처음 ${leaderboard.MOST_FOUND}개만 보여요. 글자를 더 적어 보세요.` }),
  };
  return { wanted, page: { title: '계정', lists: [list] } };
};
