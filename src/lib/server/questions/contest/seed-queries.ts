// Inserts of the shipped contest: companies, events and the author.
import { sql, type Transaction } from 'kysely';
import type { ContestStatus } from '#lib/contest/status.ts';
import type { Company, ContestEvent, QuestionSeed, Round } from '#lib/contest/types.ts';
import type { DB } from '../../platform/db/schema.generated.ts';

type Tx = Transaction<DB>;

/** Key of the advisory lock that serialises seeding. */
const SEED_LOCK = 18005;

/** Serialises seeding, so that two starts at once seed each item once. */
export async function lockSeed(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SEED_LOCK}, 0)`.execute(tx);
}

/** Marks an item as seeded. @returns false where it was seeded already */
export async function insertSeedItem(tx: Tx, key: string): Promise<boolean> {
  const fresh = await tx
    .insertInto('seedItem')
    .values({ key })
    .onConflict((c) => c.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return fresh !== undefined;
}

export async function insertSecret(tx: Tx, name: string, value: Buffer): Promise<void> {
  await tx
    .insertInto('serverSecret')
    .values({ name, value })
    .onConflict((c) => c.column('name').doNothing())
    .execute();
}

export async function insertStatus(tx: Tx, status: ContestStatus): Promise<void> {
  await tx.insertInto('contest').values({ lastVerifiedOn: status.lastVerifiedOn }).execute();
}

export async function insertCompany(tx: Tx, company: Company, position: number): Promise<void> {
  await tx
    .insertInto('company')
    .values({
      slug: company.slug,
      position,
      nameKo: company.name.ko,
      nameEn: company.name.en,
      shortKo: company.shortName.ko,
      shortEn: company.shortName.en,
      site: company.site,
      consortium: company.consortium,
    })
    .execute();
}

export async function insertEvent(tx: Tx, event: ContestEvent): Promise<void> {
  await tx
    .insertInto('event')
    .values({
      slug: event.slug,
      happenedOn: event.date,
      happenedTime: event.time,
      titleKo: event.title.ko,
      titleEn: event.title.en,
      url: event.url,
      kind: event.kind,
      roundNumber: event.round,
    })
    .execute();
}

/** Inserts the author's account. It has no password until it is claimed on the server's command line. */
export async function insertAuthor(tx: Tx): Promise<void> {
  await tx.insertInto('account').values({ handle: 'author', isAuthor: true }).execute();
}

// Inserts of the shipped rounds.

export async function insertRound(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('round')
    .values({
      number: round.number,
      titleKo: round.title.ko,
      titleEn: round.title.en,
      stageOpensOn: round.opensOn,
      stageClosesOn: round.closesOn,
      announcedSeats: round.announcedSeats,
      seatsNoteKo: round.seatsNote?.ko ?? null,
      seatsNoteEn: round.seatsNote?.en ?? null,
      scheduleKo: round.schedule.ko,
      scheduleEn: round.schedule.en,
      resultOn: round.resultAt?.date ?? null,
      resultTime: round.resultAt?.time ?? null,
    })
    .execute();
  await insertEntrants(tx, round);
  await insertPublishedScores(tx, round);
  await insertSources(tx, round);
}

async function insertEntrants(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('entrant')
    .values(
      round.entrants.map((entrant, position) => ({
        roundNumber: round.number,
        companySlug: entrant.company,
        position,
        entry: entrant.entry,
        enteredOn: entrant.enteredOn,
        model: entrant.model,
        modelParamsKo: entrant.modelParams?.ko ?? null,
        modelParamsEn: entrant.modelParams?.en ?? null,
        outcome: entrant.outcome,
        reasonKo: entrant.reason?.ko ?? null,
        reasonEn: entrant.reason?.en ?? null,
        shortReasonKo: entrant.shortReason?.ko ?? null,
        shortReasonEn: entrant.shortReason?.en ?? null,
      })),
    )
    .execute();
}

async function insertPublishedScores(tx: Tx, round: Round): Promise<void> {
  if (round.publishedScores.length === 0) return;
  await tx
    .insertInto('publishedScore')
    .values(
      round.publishedScores.map((score, position) => ({
        roundNumber: round.number,
        position,
        item: score.item,
        labelKo: score.label.ko,
        labelEn: score.label.en,
        maxPoints: score.maxHundredths / 100,
        best: score.best,
        bestHundredths: score.bestHundredths,
        averageHundredths: score.averageHundredths,
        gapHundredths: score.gapFirstToFourthHundredths,
        noteKo: score.note?.ko ?? null,
        noteEn: score.note?.en ?? null,
        source: score.source,
      })),
    )
    .execute();
}

async function insertSources(tx: Tx, round: Round): Promise<void> {
  await tx
    .insertInto('roundSource')
    .values(
      round.sources.map((source, position) => ({
        roundNumber: round.number,
        position,
        url: source.url,
        labelKo: source.label.ko,
        labelEn: source.label.en,
        publishedOn: source.publishedOn,
        official: source.official,
      })),
    )
    .execute();
}

// Inserts of the shipped questions.

export async function insertQuestion(tx: Tx, question: QuestionSeed, position: number): Promise<void> {
  const closesAt = question.closesAt === null ? null : new Date(question.closesAt);
  const endsBy = question.endsBy === null ? null : new Date(question.endsBy);
  const { id } = await tx
    .insertInto('question')
    .values({
      slug: question.slug,
      position,
      kind: question.kind,
      roundNumber: question.round,
      titleKo: question.title.ko,
      titleEn: question.title.en,
      leadKo: question.lead.ko,
      leadEn: question.lead.en,
      rulesKo: question.rules.map((rule) => rule.ko),
      rulesEn: question.rules.map((rule) => rule.en),
      officialSource: question.officialSource,
      seats: question.seats,
      scored: question.scored,
      announcementRule: question.announcementRule,
      // On a site that is seeded after the close, the question is closed from the start.
      opensAt: sql<Date>`least(now_at(), ${closesAt}::timestamptz, ${endsBy}::timestamptz)`,
      closesAt,
      endsBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('questionOption')
    .values(
      question.options.map((option, i) => ({
        questionId: id,
        position: i,
        slug: option.slug,
        labelKo: option.label.ko,
        labelEn: option.label.en,
        shortKo: option.shortLabel.ko,
        shortEn: option.shortLabel.en,
        companySlug: option.company,
      })),
    )
    .execute();
}

/** Ids of the author and of a question, and whether the question is closed. */
export function findAuthorAndQuestion(tx: Tx, slug: string) {
  return tx
    .selectFrom('account')
    .innerJoin('question', (join) => join.on('question.slug', '=', slug))
    .select(['account.id as accountId', 'question.id as questionId'])
    .select(sql<boolean>`coalesce(least(closes_at, ends_by) <= now_at(), false)`.as('isClosed'))
    .where('account.isAuthor', '=', true)
    .executeTakeFirstOrThrow();
}
