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
import type { Db } from '../db/connect.ts';
import type { DB } from '../db/schema.generated.ts';
import * as forecasts from '../forecasts/service.ts';
import {
  findAuthorAndQuestion,
  insertAuthor,
  insertCompany,
  insertEvent,
  insertQuestion,
  insertRound,
  insertSecret,
  insertStatus,
  insertSeedItem,
  lockSeed,
} from './seed-queries.ts';

/** Keys for signing visitors' drafts and for deriving password salts. */
const SECRETS = ['draft', 'password-salt'];
const SECRET_BYTES = 32;

/**
 * Seeds what is missing, in one transaction. A question opens when it is first seeded: the dates of the contest are not
 * horizons of forecasts.
 */
export function seed(db: Db): Promise<void> {
  return locked(db, async (tx) => {
    await layContest(tx);
    await layQuestions(tx, []);
  });
}

/** Seeds the contest and the author, without questions. */
export function seedContest(db: Db): Promise<void> {
  return locked(db, layContest);
}

/**
 * Seeds the questions and the author's picks on them.
 *
 * @param laid slugs of questions that were opened otherwise and count as seeded
 */
export function seedQuestions(db: Db, laid: readonly string[]): Promise<void> {
  return locked(db, (tx) => layQuestions(tx, laid));
}

async function layContest(tx: Transaction<DB>): Promise<void> {
  for (const name of SECRETS) await insertSecret(tx, name, randomBytes(SECRET_BYTES));
  await once(tx, 'contest', () => insertStatus(tx, status));
  for (const [i, company] of companies.entries()) {
    await once(tx, `company/${company.slug}`, () => insertCompany(tx, company, i));
  }
  for (const round of rounds) await once(tx, `round/${round.number}`, () => insertRound(tx, round));
  for (const event of events) await once(tx, `event/${event.slug}`, () => insertEvent(tx, event));
  await once(tx, 'author', () => insertAuthor(tx));
}

async function layQuestions(tx: Transaction<DB>, laid: readonly string[]): Promise<void> {
  for (const [i, question] of questions.entries()) {
    await once(tx, `question/${question.slug}`, async () => {
      if (!laid.includes(question.slug)) await insertQuestion(tx, question, i);
    });
  }
  for (const question of questions) {
    await once(tx, `author-forecast/${question.slug}`, () => placeForAuthor(tx, question));
  }
}

async function locked(db: Db, lay: (tx: Transaction<DB>) => Promise<void>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockSeed(tx);
    await lay(tx);
  });
}

async function once(tx: Transaction<DB>, key: string, lay: () => Promise<unknown>): Promise<void> {
  if (await insertSeedItem(tx, key)) await lay();
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
