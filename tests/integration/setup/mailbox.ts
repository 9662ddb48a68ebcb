import { onTestFinished } from 'vitest';
import { startMailbox } from '../../setup/mailbox.ts';

/** An SMTP server that keeps what it receives, until the test is over. */
export async function openMailbox() {
  const mailbox = await startMailbox();
  onTestFinished(() => mailbox.close());
  return mailbox;
}
