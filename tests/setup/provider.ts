// A real OpenID Connect server, or one that speaks OAuth 2 as Naver does, with one person who always consents.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  OAuth2Server,
} from 'oauth2-mock-server';

const NAVER_ENDPOINTS = {
  authorize: '/oauth2.0/authorize',
  token: '/oauth2.0/token',
  userinfo: '/v1/nid/me',
};

interface Faults {
  /** @param asked the query with which the browser came */
  redirect: (to: URL, asked: Record<string, unknown>) => void;
  discovery: (response: MutableResponse) => void;
  token: (payload: MutableToken['payload']) => void;
  response: (response: MutableResponse) => void;
}

/** Listens on a free port of this machine until it is stopped. */
export async function startProvider(kind: 'openid' | 'naver') {
  const server = new OAuth2Server(
    undefined,
    undefined,
    kind === 'naver' ? { endpoints: NAVER_ENDPOINTS } : {},
  );
  await server.issuer.keys.generate('RS256');
  await server.start(0, 'localhost');
  let subject: string = randomUUID();
  let faults: Partial<Faults> = {};
  const { service } = server;
  service.on('beforeTokenSigning', ({ payload }: MutableToken) => {
    payload['sub'] = subject;
    payload['auth_time'] = Math.floor(Date.now() / 1000);
    faults.token?.(payload);
  });
  service.on(
    'beforeAuthorizeRedirect',
    ({ url }: MutableRedirectUri, { query }: IncomingMessage & { query: Record<string, unknown> }) =>
      faults.redirect?.(url, query),
  );
  service.on('beforeWellKnownOpenIdConfiguration', (response: MutableResponse) =>
    faults.discovery?.(response),
  );
  service.on('beforeUserinfo', (response: MutableResponse) => {
    response.body = { resultcode: '00', message: 'success', response: { id: subject } };
  });
  service.on('beforeResponse', (response: MutableResponse) => {
    if (kind === 'naver' && response.body !== '') {
      const { access_token, token_type } = response.body;
      response.body = { access_token, token_type, expires_in: '3600' };
    }
    faults.response?.(response);
  });
  return {
    url: server.issuer.url!,
    /** The next person to sign in; by default nobody who was here before. */
    become: (person: string = randomUUID()) => void (subject = person),
    /** What is wrong with its answers from now on. */
    fail: (wrong: Partial<Faults> = {}) => void (faults = wrong),
    stop: () => server.stop(),
  };
}
