// Signing in by other providers, with openid-client: OpenID Connect with Google and Kakao, plain OAuth 2 with Naver, whose
// profile address gives the subject. Nothing but the subject, the provider's own id of the person, is asked for or kept.
import * as oidc from 'openid-client';
import type { Provider } from '#lib/types/provider.ts';
import type { ProviderConfig, ProviderKeys } from '../../platform/config.ts';

/** Secrets of one sign-in, kept by the browser while it is at the provider. */
export interface Checks {
  state: string;
  nonce: string;
  /** PKCE: proves that the browser which brings the code asked for it. */
  verifier: string;
}

/**
 * Why nobody was signed in. `provider-denied`: the person declined. `provider-down`: the provider does not answer.
 * `provider-failed`: its answer does not fit the request. `provider-admin`: admins cannot sign in by a provider.
 */
export type ProviderFailure = 'provider-denied' | 'provider-down' | 'provider-failed' | 'provider-admin';

export class ProviderError extends Error {
  override name = 'ProviderError';
  readonly failure: ProviderFailure;

  constructor(failure: ProviderFailure, cause?: unknown) {
    super(failure, { cause });
    this.failure = failure;
  }
}

const TIMEOUT_SECONDS = 5;
/** Who signed in at the provider no longer ago has just proved who they are. */
const PROOF_SECONDS = 10 * 60;
/** Parameters that ask a provider to authenticate the person again. Google does not guarantee it. */
const SIGN_IN_AGAIN: Record<Provider, Record<string, string>> = {
  kakao: { prompt: 'login' },
  naver: { auth_type: 'reauthenticate' },
  google: { prompt: 'select_account', max_age: '0' },
};
const NAVER_PROFILE = 'https://openapi.naver.com/v1/nid/me';

export class ProviderClients {
  readonly #keys: ProviderConfig;
  readonly #timeoutSeconds: number;
  readonly #clients = new Map<Provider, Promise<oidc.Configuration>>();

  /** @param timeoutSeconds how long a provider has for each answer */
  constructor(keys: ProviderConfig, timeoutSeconds = TIMEOUT_SECONDS) {
    this.#keys = keys;
    this.#timeoutSeconds = timeoutSeconds;
  }

  has(provider: Provider): boolean {
    return this.#keys.has(provider);
  }

  /**
   * Begins signing in.
   *
   * @param callback the address on this site to which the provider sends the browser back
   * @param again whether the provider is to ask also somebody who is signed in there
   * @returns the provider's address for the browser, and what it keeps meanwhile
   * @throws ProviderError
   */
  async begin(
    provider: Provider,
    callback: string,
    again: boolean,
  ): Promise<{ address: URL; checks: Checks }> {
    const client = await this.#client(provider);
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const parameters: Record<string, string> = { redirect_uri: callback, state: checks.state };
    if (provider !== 'naver') Object.assign(parameters, { scope: 'openid', nonce: checks.nonce });
    if (again) Object.assign(parameters, SIGN_IN_AGAIN[provider]);
    if (client.serverMetadata().supportsPKCE()) {
      parameters['code_challenge'] = await oidc.calculatePKCECodeChallenge(checks.verifier);
      parameters['code_challenge_method'] = 'S256';
    }
    return { address: oidc.buildAuthorizationUrl(client, parameters), checks };
  }

  /**
   * Completes signing in.
   *
   * @param returned the address on this site to which the browser came back, with what the provider added
   * @param again as of `begin`
   * @returns the subject, and whether the person has just proved to the provider who they are: as its token says, else
   * where it was asked to sign them in again
   * @throws ProviderError
   */
  async finish(
    provider: Provider,
    returned: URL,
    { state, nonce, verifier }: Checks,
    again: boolean,
  ): Promise<{ subject: string; isProof: boolean }> {
    const client = await this.#client(provider);
    try {
      const tokens = await oidc.authorizationCodeGrant(client, returned, {
        expectedState: state,
        ...(provider !== 'naver' && { expectedNonce: nonce, idTokenExpected: true }),
        ...(client.serverMetadata().supportsPKCE() && { pkceCodeVerifier: verifier }),
      });
      const claims = tokens.claims();
      const subject =
        provider === 'naver'
          ? await naverSubject(client, tokens.access_token, this.#keysOf(provider))
          : claims?.sub;
      if (!subject) throw new ProviderError('provider-failed');
      const signedInAt = claims?.auth_time;
      return {
        subject,
        isProof: signedInAt === undefined ? again : Date.now() / 1000 - signedInAt <= PROOF_SECONDS,
      };
    } catch (error) {
      throw asProviderError(error);
    }
  }

  /** Asks the provider once for its addresses; a failure is not remembered. */
  #client(provider: Provider): Promise<oidc.Configuration> {
    const known = this.#clients.get(provider);
    if (known) return known;
    const opened = openClient(provider, this.#keysOf(provider), this.#timeoutSeconds).catch(
      (error: unknown) => {
        this.#clients.delete(provider);
        throw new ProviderError('provider-down', error);
      },
    );
    this.#clients.set(provider, opened);
    return opened;
  }

  #keysOf(provider: Provider): ProviderKeys {
    const keys = this.#keys.get(provider);
    if (!keys) throw new Error(`the keys of ${provider} are not set`);
    return keys;
  }
}

async function openClient(
  provider: Provider,
  { issuer, clientId, clientSecret }: ProviderKeys,
  timeout: number,
): Promise<oidc.Configuration> {
  const isLocal = issuer.protocol === 'http:';
  const authentication = oidc.ClientSecretPost(clientSecret);
  const client =
    provider === 'naver'
      ? new oidc.Configuration(naverServer(issuer), clientId, undefined, authentication)
      : await oidc.discovery(issuer, clientId, undefined, authentication, {
          timeout,
          execute: isLocal ? [oidc.allowInsecureRequests] : [],
        });
  client.timeout = timeout;
  if (isLocal) oidc.allowInsecureRequests(client);
  // Also check the token's signature, although it comes straight from the provider.
  if (provider !== 'naver') oidc.enableNonRepudiationChecks(client);
  return client;
}

/** https://developers.naver.com/docs/login/api */
function naverServer(issuer: URL): oidc.ServerMetadata {
  return {
    issuer: issuer.origin,
    authorization_endpoint: new URL('/oauth2.0/authorize', issuer).href,
    token_endpoint: new URL('/oauth2.0/token', issuer).href,
  };
}

async function naverSubject(
  client: oidc.Configuration,
  accessToken: string,
  { issuer }: ProviderKeys,
): Promise<string | undefined> {
  const profile = issuer.protocol === 'http:' ? new URL('/v1/nid/me', issuer) : new URL(NAVER_PROFILE);
  const response = await oidc.fetchProtectedResource(client, accessToken, profile, 'GET');
  const { response: person } = (await response.json()) as { response?: { id?: unknown } };
  return typeof person?.id === 'string' ? person.id : undefined;
}

function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof oidc.AuthorizationResponseError)
    return new ProviderError(error.error === 'access_denied' ? 'provider-denied' : 'provider-failed', error);
  return new ProviderError(isDown(error) ? 'provider-down' : 'provider-failed', error);
}

/** No connection (an error of `fetch`), no answer in time, or an answer that says it is broken. */
function isDown(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500;
  if (!(error instanceof oidc.ClientError)) return false;
  return error.code === 'OAUTH_TIMEOUT' || (error.cause instanceof Response && error.cause.status >= 500);
}
