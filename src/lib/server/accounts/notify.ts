import type { Transaction } from 'kysely';
import type { DB } from '../db/schema.generated.ts';
import type { Letter, Locale } from '../mail/letter.ts';
import type { Mailer } from '../mail/mailer.ts';
import { findVerifiedAddress } from './queries.ts';

/** The outbox, and the language of a letter; without an outbox (on the command line) nothing is sent. */
export interface Post {
  mail: Mailer | null;
  locale: Locale;
}

/** Sends a letter to an account's verified address, if it has one. */
export async function notify(
  tx: Transaction<DB>,
  { mail, locale }: Post,
  accountId: number,
  letter: (handle: string) => Letter,
): Promise<void> {
  const owner = mail && (await findVerifiedAddress(tx, accountId));
  if (owner) await mail.send(tx, { to: owner.email, letter: letter(owner.handle), locale });
}
