import { type Handle, redirect, type RequestEvent } from '@sveltejs/kit';
import { m } from '#lib/i18n/paraglide/messages.js';
import { deLocalizeUrl, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import * as audit from '../../platform/audit/service.ts';
import { authorize } from './authorize.ts';
import { lacksPasskey } from './sessions.ts';
import { logSecurity, sessionSecret } from './http.ts';
import { clearSession, setSession } from '../../http/cookies.ts';
import { noteVisit } from '../passkeys/http.ts';
import { isApi, problem, refuse } from '../../http/problem.ts';

/** The same for everybody; `/healthz` must answer also when the session lookup fails. */
const ANONYMOUS_ROUTES = [
  '/healthz',
  '/metrics',
  '/embed/[slug]',
  '/og/[slug].png',
  '/cards/[kind]/[id].png',
  '/feed.xml',
  '/sitemap.xml',
  '/robots.txt',
];

/** Reads the session, and refuses what its account may not do. */
export const authorizeRequest: Handle = async ({ event, resolve }) => {
  if (isPrototypeLookup(event)) return refuse(event, 404, 'not-found', m.error_nothing_here());
  await readSession(event);
  if (isApi(event) && event.route.id === null)
    return problem(404, 'not-found', 'There is nothing at this address.');
  const access = authorize({
    method: event.request.method,
    path: deLocalizeUrl(event.url).pathname,
    routeId: event.route.id,
    ownOrigin: event.url.origin,
    origin: event.request.headers.get('origin'),
    account: event.locals.account,
  });
  if (access === 'cross-origin' || access === 'not-found') await logDenial(event, access);
  if (access === 'cross-origin') return refuse(event, 403, 'cross-origin', m.error_cross_origin());
  // The same for every address below /admin, so that it does not reveal which exist.
  if (access === 'not-found') return refuse(event, 404, 'not-found', m.error_nothing_here());
  if (access === 'sign-in') {
    if (isApi(event)) return problem(401, 'sign-in', 'This needs an account.');
    redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(addressWithoutAction(event.url))}`);
  }
  if (event.route.id?.startsWith('/admin')) {
    const { db } = event.locals.app;
    event.locals.auditVersion = await audit.latestId(db);
    event.locals.lacksPasskey = await lacksPasskey(db, sessionSecret(event));
  }
  return resolve(event);
};

/**
 * Kit 2 looks up form actions and remote functions in plain objects: names such as `constructor` would be found there, and
 * answered with 500. There are no remote functions here; other unknown actions are Kit's own 404.
 */
function isPrototypeLookup({ isRemoteRequest, request, url }: RequestEvent): boolean {
  if (isRemoteRequest) return true;
  const action = [...url.searchParams.keys()].find((name) => name.startsWith('/'))?.slice(1) ?? '';
  return request.method === 'POST' && (action in Object.prototype || action === 'default');
}

/** What a form asks for in its address stays, such as a quote of a market. */
function addressWithoutAction({ pathname, searchParams }: URL): string {
  const kept = [...searchParams].filter(([name]) => !name.startsWith('/'));
  return kept.length === 0 ? pathname : `${pathname}?${new URLSearchParams(kept).toString()}`;
}

function logDenial(event: RequestEvent, access: string): Promise<void> {
  const accountId = event.locals.account?.id ?? null;
  return logSecurity(event, 'denial', { accountId, reason: `${access} ${event.route.id ?? ''}`.trim() });
}

async function readSession({ cookies, locals, route }: RequestEvent): Promise<void> {
  const { app } = locals;
  const isAnonymous = ANONYMOUS_ROUTES.includes(route.id ?? '');
  const secret = isAnonymous ? undefined : cookies.get(app.auth.cookieName);
  const session = secret ? await app.auth.read(secret) : null;
  locals.account = session?.account ?? null;
  if (secret && !session) clearSession(cookies, app);
  if (session?.cookie) setSession(cookies, app, session.cookie);
  if (session?.isNewVisit) noteVisit(cookies, app);
}
