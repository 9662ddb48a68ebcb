// The cookies of this site: the session, the device, a visitor's draft, and the flash message.
import type { Cookies } from '@sveltejs/kit';
import type { Flash, FlashCode } from '#lib/types/reader.ts';
import type { Cookie } from '../people/sessions/auth.ts';
import { deviceIdOf, rememberAccount } from '../people/sessions/devices.ts';
import { type Draft, DRAFT_SECONDS, openDraft, sealDraft } from '../forecasts/draft.ts';

const DRAFT = 'draft';
const DEVICE = 'device';
/** Browsers keep no cookie for longer. */
export const DEVICE_SECONDS = 400 * 24 * 60 * 60;
const FLASH = 'flash';
const FLASH_SECONDS = 60;
const VERIFICATION = 'verification';
const TOKEN_SECONDS = 60 * 60;
const LONGEST_TOKEN = 100;

/** Removes what browsers keep of a reader's pages. Not "cookies": those of the whole registered domain would go. */
export const CLEAR_SITE_DATA = { 'clear-site-data': '"cache", "storage"' };

const FLASH_CODES: readonly FlashCode[] = [
  'joined',
  'joined-and-placed',
  'verified',
  'signed-in',
  'returned',
  'signed-in-and-placed',
  'draft-closed',
  'draft-failed',
  'placed',
  'changed',
  'withdrawn',
  'signed-out',
  'session-ended',
  'password-changed',
  'password-reset',
  'account-deleted',
  'sessions-ended',
  'published',
  'annulled',
  'saved',
  'opened',
  'question-closed',
  'provider-denied',
  'provider-down',
  'provider-failed',
  'provider-admin',
  'passkey-failed',
  'passkey-added',
  'passkey-removed',
  'linked',
  'unlinked',
  'identity-taken',
  'identity-second',
  'identity-refused',
];

export function cookieName({ config }: App.Locals['app'], name: string): string {
  return config.cookiePrefix + name;
}

/** Of a cookie that no script reads and no other site sends along. */
export function cookieOptions(app: App.Locals['app'], maxAge: number) {
  const secure = app.config.origin?.startsWith('https:') ?? false;
  return { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
}

export function setSession(cookies: Cookies, app: App.Locals['app'], cookie: Cookie): void {
  cookies.set(cookie.name, cookie.value, cookieOptions(app, cookie.maxAgeSeconds));
}

export function clearSession(cookies: Cookies, app: App.Locals['app']): void {
  cookies.delete(app.auth.cookieName, cookieOptions(app, 0));
}

/** Remembers that an account has signed in on this device; see `auth/devices.ts`. */
export function rememberDevice(cookies: Cookies, app: App.Locals['app'], accountId: number): void {
  const value = rememberAccount(cookies.get(cookieName(app, DEVICE)), accountId, app.deviceSecret);
  cookies.set(cookieName(app, DEVICE), value, cookieOptions(app, DEVICE_SECONDS));
}

/** Whether somebody has signed in on this device before. */
export function isKnownDevice(cookies: Cookies, app: App.Locals['app']): boolean {
  return cookies.get(cookieName(app, DEVICE)) !== undefined;
}

/** Finds the id that this device has for an account. */
export function deviceOf(cookies: Cookies, app: App.Locals['app']): (accountId: number) => string | null {
  return (accountId) => deviceIdOf(cookies.get(cookieName(app, DEVICE)), accountId, app.deviceSecret);
}

export function keepDraft(cookies: Cookies, app: App.Locals['app'], draft: Draft): void {
  cookies.set(
    cookieName(app, DRAFT),
    sealDraft(draft, app.draftSecret, new Date()),
    cookieOptions(app, DRAFT_SECONDS),
  );
}

export function readDraft(cookies: Cookies, app: App.Locals['app']): Draft | null {
  const text = cookies.get(cookieName(app, DRAFT));
  return text ? openDraft(text, app.draftSecret, new Date()) : null;
}

export function dropDraft(cookies: Cookies, app: App.Locals['app']): void {
  if (cookies.get(cookieName(app, DRAFT)) !== undefined)
    cookies.delete(cookieName(app, DRAFT), cookieOptions(app, 0));
}

/** The secret that binds a code by mail to this browser. */
export function keepVerification(
  cookies: Cookies,
  app: App.Locals['app'],
  browser: string,
  seconds: number,
): void {
  cookies.set(cookieName(app, VERIFICATION), browser, cookieOptions(app, seconds));
}

export function readVerification(cookies: Cookies, app: App.Locals['app']): string | null {
  return cookies.get(cookieName(app, VERIFICATION)) ?? null;
}

export function dropVerification(cookies: Cookies, app: App.Locals['app']): void {
  cookies.delete(cookieName(app, VERIFICATION), cookieOptions(app, 0));
}

/** The token of a link, which must not stay in the address. */
export function keepToken(
  cookies: Cookies,
  app: App.Locals['app'],
  kind: 'reset' | 'author',
  token: string,
): void {
  cookies.set(
    cookieName(app, `${kind}-token`),
    token.slice(0, LONGEST_TOKEN),
    cookieOptions(app, TOKEN_SECONDS),
  );
}

export function readToken(
  cookies: Cookies,
  app: App.Locals['app'],
  kind: 'reset' | 'author',
): string | undefined {
  return cookies.get(cookieName(app, `${kind}-token`));
}

export function dropToken(cookies: Cookies, app: App.Locals['app'], kind: 'reset' | 'author'): void {
  cookies.delete(cookieName(app, `${kind}-token`), cookieOptions(app, 0));
}

export function setFlash(cookies: Cookies, app: App.Locals['app'], code: FlashCode, question?: string): void {
  cookies.set(
    cookieName(app, FLASH),
    question ? `${code}.${question}` : code,
    cookieOptions(app, FLASH_SECONDS),
  );
}

export function hasFlash(cookies: Cookies, app: App.Locals['app']): boolean {
  return cookies.get(cookieName(app, FLASH)) !== undefined;
}

/** The flash message that the last request left, once. */
export function takeFlash(cookies: Cookies, app: App.Locals['app']): Flash | null {
  const text = cookies.get(cookieName(app, FLASH));
  if (text === undefined) return null;
  cookies.delete(cookieName(app, FLASH), cookieOptions(app, 0));
  const [code, question = null] = text.split('.');
  const known = FLASH_CODES.find((each) => each === code);
  return known ? { code: known, question } : null;
}
