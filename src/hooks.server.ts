import {
  type Handle,
  type HandleServerError,
  redirect,
  type RequestEvent,
  type ServerInit,
} from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { m } from '#lib/i18n/paraglide/messages.js';
import { deLocalizeUrl, localizeHref } from '#lib/i18n/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/i18n/paraglide/server.js';
import { type App, openApp } from '#lib/server/app.ts';
import * as audit from '#lib/server/audit/service.ts';
import { authorize } from '#lib/server/auth/authorize.ts';
import { readConfig } from '#lib/server/config.ts';
import { BusyError } from '#lib/server/errors.ts';
import { compress } from '#lib/server/http/compress.ts';
import { clearSession, setSession } from '#lib/server/http/cookies.ts';
import { asProblem, BUSY_SECONDS, problem } from '#lib/server/http/problem.ts';
import { startAfterPaint } from '#lib/server/http/after-paint.ts';
import { createLog } from '#lib/server/log.ts';
import { securityHeaders } from '#lib/server/security-headers.ts';

let app: App;

export const init: ServerInit = async () => {
  const config = readConfig(process.env);
  app = await openApp(config, createLog(config.logLevel));
  // adapter-node's own name for it; our server sends it once no new request is taken.
  process.once('sveltekit:shutdown' as 'exit', () => void app.close());
};

/** Sets the language of the address for everything below, and of the document. */
const inLocale: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) => {
    const scripts: string[] = [];
    return resolve(event, {
      // As headers, dozens of scripts would be more than a proxy takes by default, which is 4 KB for all of them.
      preload: ({ type, path }) => {
        if (type === 'js') scripts.push(path);
        return type === 'css' || type === 'font';
      },
      transformPageChunk: ({ html }) => startAfterPaint(html.replace('%lang%', locale), scripts),
    });
  });

/** Health must be told also where the database cannot say who is asking; the others are the same for everybody. */
const ASKED_BY_NOBODY = [
  '/healthz',
  '/embed/[slug]',
  '/og/[slug].png',
  '/feed.xml',
  '/sitemap.xml',
  '/robots.txt',
];

/** Knows the reader, and lets through only what he may do. */
const authorizeRequest: Handle = async ({ event, resolve }) => {
  event.locals.app = app;
  event.locals.account = null;
  const isAnonymous = ASKED_BY_NOBODY.includes(event.route.id ?? '');
  const secret = isAnonymous ? undefined : event.cookies.get(app.auth.cookieName);
  if (secret) {
    const session = await app.auth.read(secret);
    event.locals.account = session?.account ?? null;
    if (!session) clearSession(event.cookies, app);
    if (session?.cookie) setSession(event.cookies, app, session.cookie);
  }

  const isApi = event.url.pathname.startsWith('/api/');
  if (isApi && event.route.id === null) return problem(404, 'not-found', 'There is nothing at this address.');
  const access = authorize({
    method: event.request.method,
    path: deLocalizeUrl(event.url).pathname,
    routeId: event.route.id,
    ownOrigin: event.url.origin,
    origin: event.request.headers.get('origin'),
    account: event.locals.account,
  });
  if (access === 'cross-origin') return refuse(event, 403, 'foreign-origin', m.error_foreign_origin());
  // Alike for every address of the admin pages: nothing of what it holds is told.
  if (access === 'not-found') return refuse(event, 404, 'not-found', m.error_nothing_here());
  if (access === 'sign-in') {
    if (isApi) return problem(401, 'sign-in', 'This needs an account.');
    redirect(303, `${localizeHref('/sign-in')}?next=${encodeURIComponent(event.url.pathname)}`);
  }

  if (event.route.id?.startsWith('/admin')) event.locals.seen = await audit.latestId(app.db);

  const resolved = await resolve(event);
  // Where Kit's own code asks, it reads what Kit wrote.
  const isKits = event.isDataRequest || event.request.headers.has('x-sveltekit-action');
  const answered = event.locals.isBusy && !isKits ? refuseBusy(event) : resolved;
  const response = isApi ? asProblem(answered) : answered;
  for (const [name, value] of securityHeaders(app.config, event.url.pathname)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};

/** Where everything is simulated, every answer of the API says so in its body, too. */
async function markSimulation(response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.includes('json');
  if (!app.isSimulation || !isJson || !response.body) return response;
  const body = (await response.json()) as unknown;
  const said = Array.isArray(body)
    ? { simulation: true, items: body }
    : { simulation: true, ...(body as object) };
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(said), { status: response.status, headers });
}

/** Said to people in their language, to programs as a problem document. */
function refuse(event: RequestEvent, status: number, code: string, text: string): Response {
  const isForPeople = event.request.headers.get('accept')?.includes('text/html');
  if (!isForPeople) return problem(status, code, text);
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Where not even who is asking can be read. */
async function handleOverload(
  event: RequestEvent,
  work: () => Promise<Response> | Response,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    return refuseBusy(event);
  }
}

/** Not a page, which would ask the database again. */
function refuseBusy(event: RequestEvent): Response {
  const response = refuse(event, 503, 'busy', `${m.error_busy()}. ${m.error_busy_text()}`);
  response.headers.set('retry-after', String(BUSY_SECONDS));
  return response;
}

/** Where everything is simulated, every answer says so, also one that is given before any route is asked. */
const handleSimulation: Handle = async (input) => {
  const answered = await handleOverload(input.event, () => authorizeRequest(input));
  if (!app.isSimulation) return answered;
  const response = input.event.url.pathname.startsWith('/api/') ? await markSimulation(answered) : answered;
  response.headers.set('x-simulation', 'true');
  return response;
};

const compressed: Handle = async ({ event, resolve }) => compress(event.request, await resolve(event));

export const handle = sequence(compressed, inLocale, handleSimulation);

/** The reader of an unknown error sees its id and nothing else; what it was is in the log. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  if (status < 500) return { message };
  if (error instanceof BusyError) {
    event.locals.isBusy = true;
    return { message: error.message, code: error.code };
  }
  const id = crypto.randomUUID();
  app.log.error({ err: error, id, route: event.route.id, method: event.request.method }, 'a request failed');
  return { message: 'Internal Error', id };
};
