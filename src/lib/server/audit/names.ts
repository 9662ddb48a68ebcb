// What the records that the log names by slug or number are called now.
import type { Text } from '#lib/contest/types.ts';
import type { Db } from '../db/connect.ts';

/** Which records of each kind; those that are gone have no name any more. */
export interface References {
  accounts: number[];
  events: string[];
  questionIds: number[];
  questionSlugs: string[];
}

export interface NamedQuestion {
  title: Text;
  /** In their order, as a result answers them. */
  options: { slug: string; label: Text }[];
}

export interface Names {
  accounts: ReadonlyMap<number, string>;
  companies: ReadonlyMap<string, Text>;
  rounds: ReadonlyMap<number, Text>;
  events: ReadonlyMap<string, Text>;
  /** By number and by slug. */
  questions: ReadonlyMap<number | string, NamedQuestion>;
}

/** Companies and rounds are few: all of them. */
export async function namesOf(db: Db, named: References): Promise<Names> {
  const [accounts, companies, rounds, events, questions] = await Promise.all([
    named.accounts.length === 0 ? [] : listHandles(db, named.accounts),
    db.selectFrom('company').select(['slug', 'nameKo as ko', 'nameEn as en']).execute(),
    db.selectFrom('round').select(['number', 'titleKo as ko', 'titleEn as en']).execute(),
    named.events.length === 0 ? [] : listEvents(db, named.events),
    listQuestions(db, named),
  ]);
  return {
    accounts: new Map(accounts.map(({ id, handle }) => [id, handle])),
    companies: new Map(companies.map(({ slug, ko, en }) => [slug, { ko, en }])),
    rounds: new Map(rounds.map(({ number, ko, en }) => [number, { ko, en }])),
    events: new Map(events.map(({ slug, ko, en }) => [slug, { ko, en }])),
    questions: new Map<number | string, NamedQuestion>(
      questions.flatMap(({ id, slug, ...is }) => [[id, is] as const, [slug, is] as const]),
    ),
  };
}

function listHandles(db: Db, ids: number[]) {
  return db.selectFrom('account').select(['id', 'handle']).where('id', 'in', ids).execute();
}

function listEvents(db: Db, slugs: string[]) {
  return db
    .selectFrom('event')
    .select(['slug', 'titleKo as ko', 'titleEn as en'])
    .where('slug', 'in', slugs)
    .execute();
}

async function listQuestions(db: Db, { questionIds, questionSlugs }: References) {
  if (questionIds.length + questionSlugs.length === 0) return [];
  const questions = await db
    .selectFrom('question')
    .select(['id', 'slug', 'titleKo as ko', 'titleEn as en'])
    // No row has an empty slug or the number 0: a list in SQL holds something.
    .where((e) => e.or([e('id', 'in', [0, ...questionIds]), e('slug', 'in', ['', ...questionSlugs])]))
    .execute();
  const ids = questions.map(({ id }) => id);
  const options = await db
    .selectFrom('questionOption')
    .select(['questionId', 'slug', 'labelKo', 'labelEn'])
    .where('questionId', 'in', [0, ...ids])
    .orderBy('position')
    .execute();
  return questions.map(({ id, slug, ko, en }) => ({
    id,
    slug,
    title: { ko, en },
    options: options
      .filter(({ questionId }) => questionId === id)
      .map((option) => ({ slug: option.slug, label: { ko: option.labelKo, en: option.labelEn } })),
  }));
}
