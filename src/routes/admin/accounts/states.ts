import type { AdminAccountView } from '#lib/types/people.ts';

/** Labels of an account's flags. */
export function stateOf({ isAuthor, isAdmin, excludedAt }: AdminAccountView): string {
  const states = [isAuthor && '저자', isAdmin && '관리자', excludedAt !== null && '제외'].filter(
    (state) => state !== false,
  );
  return states.join(' · ') || '보통 계정';
}
