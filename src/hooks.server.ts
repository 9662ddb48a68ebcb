import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/i18n/paraglide/server.js';
import { type App, openApp } from '#lib/server/app.ts';
import { readConfig } from '#lib/server/platform/config.ts';
import { authorizeRequest } from '#lib/server/people/sessions/authorize-http.ts';
import { compress } from '#lib/server/http/compress.ts';
import { answerErrors, reportError } from '#lib/server/http/errors.ts';
import { markSimulation, securityHeaders } from '#lib/server/http/headers.ts';
import { createLog } from '#lib/server/platform/log.ts';
import { setRoute } from '#lib/server/platform/metrics/requests.ts';

let app: App;

export const init: ServerInit = async () => {
  const config = readConfig(process.env);
  app = await openApp(config, createLog(config.logLevel));
  // adapter-node's own name for it; our server sends it once no new request is taken.
  process.once('sveltekit:shutdown' as 'exit', () => void app.close());
};

/** Sets the language of the address for everything below, and of the document. */
const inLocale: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) =>
    resolve(event, {
      // Without scripts: their Link header would exceed the 4 KB that proxies accept, and text and fonts come first.
      preload: ({ type }) => type === 'css' || type === 'font',
      transformPageChunk: ({ html }) => html.replace('%lang%', locale),
    }),
  );

const useApp: Handle = ({ event, resolve }) => {
  event.locals.app = app;
  event.locals.db = app.db;
  if (event.platform) setRoute(event.platform.req, event.route.id);
  return resolve(event);
};

const addHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  for (const [name, value] of securityHeaders(app.config, event.url.pathname)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  if (response.headers.get('content-type') === 'text/html')
    response.headers.set('content-type', 'text/html; charset=utf-8');
  // What a signed-in reader saw is on no disk, and not behind the back button after signing out.
  const storage = event.locals.account ? 'no-store' : 'no-cache';
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', `private, ${storage}`);
  return response;
};

/** A visitor's reads may come from a replica; a signed-in reader's come from the primary, which has what they have just written. */
const chooseDatabase: Handle = async ({ event, resolve }) => {
  const { account } = event.locals;
  if (['GET', 'HEAD'].includes(event.request.method)) {
    if (!account) event.locals.db = await app.reads.current();
    return resolve(event);
  }
  return account?.isAdmin ? app.reads.changing(async () => resolve(event)) : resolve(event);
};

const compressResponse: Handle = async ({ event, resolve }) => compress(event.request, await resolve(event));

export const handle = sequence(
  compressResponse,
  useApp,
  inLocale,
  markSimulation,
  addHeaders,
  answerErrors,
  authorizeRequest,
  chooseDatabase,
);

export const handleError: HandleServerError = ({ error, event, status, message }) => {
  // Kit's own, such as an address that no route fits.
  if (status < 500) return { message };
  event.locals.error = reportError(event, error);
  return event.locals.error;
};
