import { normaliseEmail } from './email.ts';
import { isHandle, normaliseHandle } from './handle.ts';

/** Normal form of what somebody signs in with, a handle or an e-mail address: equal for all spellings of it. */
export function normaliseLogin(typed: string): string {
  const handle = normaliseHandle(typed);
  return isHandle(handle) ? handle.toLowerCase() : normaliseEmail(typed);
}
