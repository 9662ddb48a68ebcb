import type { AdminAccountView } from '#lib/types/people.ts';

export const addressOf = (handle: string) => `/admin/accounts/${encodeURIComponent(handle)}`;

/** Labels of an account's flags. */
export function stateOf({ isAuthor, isAdmin, excludedAt }: AdminAccountView): string {
  const states = [isAuthor && '저자', isAdmin && '관리자', excludedAt && '제외'];
  return states.filter(Boolean).join(' · ') || '보통 계정';
}
