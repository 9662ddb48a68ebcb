import type { Notice } from '../db/schema.generated.ts';

/** A notice as the cause of it announces it. */
export interface NewNotice {
  kind: Notice['kind'];
  questionId?: number;
  /** Version of the question's resolution. */
  version?: number;
  /** New closing time; null when it is now unknown. */
  closesAt?: Date | null;
  /** Recipient; by default all forecasters on the question, or every account when it has just opened. */
  accountId?: number;
}
