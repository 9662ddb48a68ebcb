/** What every page knows of its reader and of this site. Types alone. */
import type { ReceiptView } from './receipt.ts';

export interface ReaderView {
  handle: string;
  isAuthor: boolean;
  isAdmin: boolean;
}

/** Where the reader stands with being verified, on a site where that is possible. */
export interface VerificationView {
  isVerified: boolean;
  /** Whether a code by mail verifies; else only a provider does. */
  canMail: boolean;
  /** Address that a code was sent to which is still valid in this browser; null for none. */
  sentTo: string | null;
  /** Whether unverified forecasts do not count at all; else they count less. */
  isRequired: boolean;
}

export interface SiteView {
  /** Null where `AUTHOR_NAME` is `none`: no author's column, stamps or page. */
  authorName: string | null;
  articleUrl: string | null;
  /** Whether accounts can have a verified address. */
  canMail: boolean;
  /** Whether people can sign in by other providers. */
  hasProviders: boolean;
  /** Whether only verified accounts count. */
  requireVerified: boolean;
  operatorName: string | null;
  operatorContact: string | null;
  /** A replay with simulated forecasters: every page says so. */
  isSimulation: boolean;
  /** A copy of a replay on which an announcement is rehearsed: every page says so. */
  isRehearsal: boolean;
}

/** A flash message: a sentence for the next page, carried over one redirect. */
export type FlashCode =
  | 'joined'
  | 'joined-and-placed'
  | 'verified'
  | 'signed-in'
  | 'returned'
  | 'signed-in-and-placed'
  | 'draft-closed'
  | 'draft-failed'
  | 'placed'
  | 'changed'
  | 'withdrawn'
  | 'signed-out'
  | 'session-ended'
  | 'password-changed'
  | 'password-reset'
  | 'account-deleted'
  | 'sessions-ended'
  | 'published'
  | 'annulled'
  | 'saved'
  | 'opened'
  | 'question-closed'
  | 'provider-denied'
  | 'provider-down'
  | 'provider-failed'
  | 'provider-admin'
  | 'passkey-failed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'linked'
  | 'unlinked'
  | 'identity-taken'
  | 'identity-second'
  | 'identity-refused';

export interface Flash {
  code: FlashCode;
  question: string | null;
}

/** A flash message as the page shows it. */
export interface FlashView {
  sentence: string;
  /** Says that something failed. */
  needsCare: boolean;
  /** Whether a passkey is offered, to somebody who has none and has come back. */
  offersPasskey: boolean;
  /** Whether it says nothing else: passkeys are of no use without scripts. */
  isOffer: boolean;
  /** Receipt of the forecast that it is about, which then shows the sentence. */
  receipt: ReceiptView | null;
}
