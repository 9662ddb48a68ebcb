// Who may do what, by default nobody: a write needs an account unless it is listed here, and the admin pages
// do not exist for anybody but admins.
import type { Account } from './auth.ts';

export type Access = 'allowed' | 'sign-in' | 'not-found' | 'cross-origin';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Routes whose forms a visitor may send: their forecast is kept as a draft until they join. */
const VISITORS_MAY_POST = new Set([
  '/join',
  '/join/passkey',
  '/join/passkey/options',
  '/join/with',
  '/sign-in',
  '/sign-in/passkey',
  '/sign-in/passkey/options',
  '/sign-out',
  '/reset',
  '/reset/confirm',
  '/questions/[slug]',
]);

interface Attempt {
  method: string;
  /** Address without the language. */
  path: string;
  /** Null where no route fits the address. */
  routeId: string | null;
  /** The page's own origin, and the request's `Origin` header. */
  ownOrigin: string;
  origin: string | null;
  account: Account | null;
}

export function authorize(attempt: Attempt): Access {
  const { method, routeId, account } = attempt;
  const isWrite = !SAFE.has(method);
  // The route is checked too: percent-encoded paths decode to an admin route.
  if ((isAdminPath(attempt.path) || isAdminPath(routeId ?? '')) && !account?.isAdmin) return 'not-found';
  if (isWrite && attempt.origin !== attempt.ownOrigin) return 'cross-origin';
  if (routeId === null) return 'allowed';
  if (isWrite && !account && !VISITORS_MAY_POST.has(routeId)) return 'sign-in';
  return 'allowed';
}

function isAdminPath(path: string): boolean {
  return /^\/admin(\/|$)/.test(path);
}
