// Codes by mail over HTTP: the browser's secret is in a cookie, so that a code is worth something only where it was asked for.
import type { RequestEvent } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import type { VerificationView } from '#lib/types/reader.ts';
import { emailChangedLetter } from '../accounts/letters.ts';
import { endOtherSessions } from '../sessions/sessions.ts';
import { AppError, TooManyRequestsError } from '../../platform/errors.ts';
import * as verification from './service.ts';
import { dropVerification, keepVerification, readVerification } from '../../http/cookies.ts';
import { logSecurity } from '../sessions/http.ts';
import { momentFor } from '../../questions/http.ts';

type Receiver = { id: number; handle: string };

/** Sends a code to an address and binds it to this browser. @param isChange whether it may replace a verified address */
export async function sendCode(
  event: RequestEvent,
  account: Receiver,
  email: string,
  isChange = false,
): Promise<void> {
  const { app } = event.locals;
  const address = event.getClientAddress();
  try {
    const browser = await verification.request(app, {
      ...{ account, email, isChange },
      ...{ locale: getLocale(), address },
    });
    keepVerification(event.cookies, app, browser, verification.CODE_SECONDS);
  } catch (error) {
    if (error instanceof TooManyRequestsError)
      await logSecurity(event, 'lockout', { accountId: account.id, reason: 'verification' });
    throw error;
  }
}

/** The code after joining. Without it the account is there all the same, so a refusal is not an error. */
export async function sendFirstCode(event: RequestEvent, account: Receiver, email: string | null) {
  if (!email || !event.locals.app.config.canMail) return;
  await sendCode(event, account, email).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

/**
 * Verifies the account by a code; the crowd odds count it when this resolves. An address that it replaces gets a notice, and
 * the account's other sessions end.
 */
export async function checkCode(event: RequestEvent, account: Receiver, code: string): Promise<void> {
  const { app } = event.locals;
  const { id: accountId, handle } = account;
  const secret = event.cookies.get(app.auth.cookieName) ?? '';
  try {
    const browser = readVerification(event.cookies, app);
    await verification.verify(app.db, accountId, code, browser, async (tx, former) => {
      await endOtherSessions(tx, accountId, secret);
      await app.mail.send(tx, { to: former, letter: emailChangedLetter(handle), locale: getLocale() });
    });
  } catch (error) {
    if (error instanceof AppError) await logSecurity(event, 'failure', { accountId, reason: error.message });
    throw error;
  }
  dropVerification(event.cookies, app);
  await logSecurity(event, 'verification', { accountId });
  await app.keeper.poll();
}

/** What the reader can do to be verified; null for visitors and where nobody can be verified. */
export async function verificationOf({ locals, cookies }: Pick<RequestEvent, 'locals' | 'cookies'>) {
  const { account, app } = locals;
  const { canMail, canVerify, requireVerified } = app.config;
  if (!account || !canVerify) return null;
  const [{ isVerified }, sentTo] = await Promise.all([
    momentFor(locals),
    verification.sentTo(app.db, account.id, readVerification(cookies, app)),
  ]);
  return { isVerified, canMail, sentTo, isRequired: requireVerified } satisfies VerificationView;
}
