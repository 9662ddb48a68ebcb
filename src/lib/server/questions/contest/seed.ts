// Seeds the shipped contest, each item once: what an admin has changed or deleted since stays so. Safe to run at every
// start and from several processes.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { companies } from '#lib/contest/companies.ts';
import { events } from '#lib/contest/events.ts';
import { questions } from '#lib/contest/questions.ts';
import { rounds } from '#lib/contest/rounds.ts';
import { status } from '#lib/contest/status.ts';
import type { QuestionSeed } from '#lib/contest/types.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { DB } from '../../platform/db/schema.generated.ts';
import * as forecasts from '../../forecasts/service.ts';
import {
  findAuthorAndQuestion,
  insertAuthor,
  insertCompany,
  insertEvent,
  insertQuestion,
  insertRound,
  insertSecret,
  insertSeedItem,
  insertStatus,
  lockSeed,
} from './seed-queries.ts';

/** Keys for signing visitors' drafts, device cookies and the challenges of joining, and for hashing deleted mailboxes. */
const SECRETS = ['draft', 'device', 'join-challenge', 'deleted-mailbox', 'provider'];
const SECRET_BYTES = 32;

/**
 * Seeds what is missing, in one transaction. A question opens when it is first seeded: the dates of the contest are not
 * horizons of forecasts.
 */
export function seed(db: Db): Promise<void> {
  return underLock(db, async (tx) => {
    await insertContest(tx);
    await insertQuestions(tx, []);
  });
}

/** Seeds the contest and the author, without questions. */
export function seedContest(db: Db): Promise<void> {
  return underLock(db, insertContest);
}

/**
 * Seeds the questions and the author's picks on them.
 *
 * @param seeded slugs of questions that were opened otherwise and count as seeded
 */
export function seedQuestions(db: Db, seeded: readonly string[]): Promise<void> {
  return underLock(db, (tx) => insertQuestions(tx, seeded));
}

async function insertContest(tx: Transaction<DB>): Promise<void> {
  for (const name of SECRETS) await insertSecret(tx, name, randomBytes(SECRET_BYTES));
  await insertOnce(tx, 'contest', () => insertStatus(tx, status));
  for (const [i, company] of companies.entries()) {
    await insertOnce(tx, `company/${company.slug}`, () => insertCompany(tx, company, i));
  }
  for (const round of rounds) await insertOnce(tx, `round/${round.number}`, () => insertRound(tx, round));
  for (const event of events) await insertOnce(tx, `event/${event.slug}`, () => insertEvent(tx, event));
  await insertOnce(tx, 'author', () => insertAuthor(tx));
}

async function insertQuestions(tx: Transaction<DB>, seeded: readonly string[]): Promise<void> {
  for (const [i, question] of questions.entries()) {
    await insertOnce(tx, `question/${question.slug}`, async () => {
      if (!seeded.includes(question.slug)) await insertQuestion(tx, question, i);
    });
  }
  for (const question of questions) {
    await insertOnce(tx, `author-forecast/${question.slug}`, () => placeForAuthor(tx, question));
  }
}

async function underLock(db: Db, insert: (tx: Transaction<DB>) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSeed(tx);
    await insert(tx);
  });
}

async function insertOnce(tx: Transaction<DB>, key: string, insert: () => Promise<unknown>): Promise<void> {
  if (await insertSeedItem(tx, key)) await insert();
}

/** Places the author's picks through the ordinary forecast gate, unless the question is closed. */
async function placeForAuthor(tx: Transaction<DB>, question: QuestionSeed): Promise<void> {
  if (!question.authorPermille) return;
  const { accountId, questionId, isClosed } = await findAuthorAndQuestion(tx, question.slug);
  if (isClosed) return;
  await forecasts.place(tx, {
    accountId,
    questionId,
    permille: question.authorPermille,
    requestId: randomUUID(),
  });
}
