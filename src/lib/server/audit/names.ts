// What the records that the log names by slug or number are called now.
import type { Text } from '#lib/contest/types.ts';
import type { Db } from '../db/connect.ts';
import {
  listCompanyNames,
  listEventTitles,
  listHandles,
  listOptionLabels,
  listQuestionTitles,
  listRoundTitles,
} from './name-queries.ts';

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
    listHandles(db, named.accounts),
    listCompanyNames(db),
    listRoundTitles(db),
    listEventTitles(db, named.events),
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

async function listQuestions(db: Db, { questionIds, questionSlugs }: References) {
  const questions = await listQuestionTitles(db, questionIds, questionSlugs);
  const ids = questions.map(({ id }) => id);
  const options = Map.groupBy(await listOptionLabels(db, ids), ({ questionId }) => questionId);
  return questions.map(({ id, slug, ko, en }) => ({
    id,
    slug,
    title: { ko, en },
    options: (options.get(id) ?? []).map((option) => ({
      slug: option.slug,
      label: { ko: option.ko, en: option.en },
    })),
  }));
}
