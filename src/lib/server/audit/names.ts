// Current names of the records to which audit events refer by slug or number.
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

/** Records of each kind to look up; deleted ones have no name. */
export interface References {
  accounts: number[];
  events: string[];
  questionIds: number[];
  questionSlugs: string[];
}

interface NamedQuestion {
  title: Text;
  /** By position, as in a resolution's outcome. */
  options: { slug: string; label: Text }[];
}

export interface Names {
  accounts: ReadonlyMap<number, string>;
  companies: ReadonlyMap<string, Text>;
  rounds: ReadonlyMap<number, Text>;
  events: ReadonlyMap<string, Text>;
  /** By id and by slug. */
  questions: ReadonlyMap<number | string, NamedQuestion>;
}

/** Names of the given records, and of all companies and rounds, which are few. */
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
