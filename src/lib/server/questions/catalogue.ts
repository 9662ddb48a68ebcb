// Titles that distinguish the editions of a question, which are asked in the same words. Pure.
import type { Text } from '#lib/contest/types.ts';
import { countWord, joinList } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { CrowdView, OptionView } from '#lib/types/question.ts';
import type { QuestionEditView } from '#lib/types/question-admin.ts';
import type { ExclusionView } from '#lib/types/people.ts';
import { listExclusionEffects } from '../people/moderation/exclusions.ts';
import type { Db } from '../platform/db/connect.ts';
import * as edits from './edits.ts';
import { contentOf, listOptions, listQuestions, type QuestionRow } from './queries.ts';
import type { EventView } from '#lib/types/contest.ts';
import { type ContestFacts, events, facts } from './contest/service.ts';
import { readContentVersion } from '../platform/db/content-version.ts';
import { singleFlight } from '../platform/concurrency.ts';

interface Edition {
  slug: string;
  title: Text;
  options: readonly Pick<OptionView, 'slug' | 'shortLabel' | 'company'>[];
}

type Locale = keyof Text;

/**
 * Titles by slug: "마지막 두 자리, 누가 앉을까요? (다섯 팀일 때)", "… (모티프 합류 뒤)". The newest of the editions and a question
 * without others keep their titles.
 *
 * @param questions in the order in which they were made
 */
export function editionTitles(questions: readonly Edition[]): Map<string, Text> {
  const titles = new Map(questions.map(({ slug, title }) => [slug, title]));
  for (const editions of Map.groupBy(questions, ({ title }) => title.ko).values()) {
    for (const [i, { slug, title }] of editions.slice(0, -1).entries())
      titles.set(slug, { ko: titleOf(editions, i, title, 'ko'), en: titleOf(editions, i, title, 'en') });
  }
  return titles;
}

function titleOf(editions: readonly Edition[], at: number, title: Text, locale: Locale): string {
  const names = editions.slice(0, -1).map((edition, i) => nameOf(edition, editions[i - 1], locale));
  const name = names[at] ?? '';
  const isUnique = names.filter((other) => other === name).length === 1;
  const nth = isUnique && name !== '' ? '' : m.edition_nth({ nth: at + 1 }, { locale });
  return `${title[locale]} (${[name, nth].filter((part) => part !== '').join(', ')})`;
}

/** Who joined since the edition before, else how many companies there are; empty where options are no companies. */
function nameOf({ options }: Edition, before: Edition | undefined, locale: Locale): string {
  if (options.some(({ company }) => company === null)) return '';
  const had = new Set(before?.options.map(({ slug }) => slug));
  const joined = options.filter(({ slug }) => !had.has(slug));
  if (joined.length > 0 && joined.length + had.size === options.length && had.size > 0) {
    const names = joinList(
      joined.map(({ shortLabel }) => shortLabel[locale]),
      locale,
    );
    return m.edition_joined({ names }, { locale });
  }
  return m.edition_teams({ count: countWord(options.length, locale) }, { locale });
}

// Questions as the catalogue holds them: everything that is the same for all readers and does not depend on the clock.

/** An opened question with its latest resolution. */
export interface CataloguedQuestion {
  row: QuestionRow;
  content: ReturnType<typeof contentOf>;
  /** Edits of its words that have a reason, oldest first. */
  edits: QuestionEditView[];
  /** Effects of exclusions on its odds, newest first. */
  exclusions: ExclusionView[];
}

/** Every opened question, in display order. */
export async function catalogued(db: Db): Promise<CataloguedQuestion[]> {
  const [rows, options, changes, exclusions] = await Promise.all([
    listQuestions(db),
    listOptions(db),
    edits.list(db),
    listExclusionEffects(db),
  ]);
  const optionsOf = Map.groupBy(options, ({ questionId }) => questionId);
  const questions = rows.map((row) => ({ row, content: contentOf(row, optionsOf.get(row.id) ?? []) }));
  const inTime = questions.toSorted((a, b) => a.row.id - b.row.id);
  const titles = editionTitles(inTime.map(({ content }) => content));
  return questions.map(({ row, content }) => ({
    row,
    content: { ...content, title: titles.get(row.slug) ?? content.title },
    edits: edits.editsOf(changes, row),
    exclusions: exclusions.get(row.id) ?? [],
  }));
}

// The catalogue: what pages show to everybody and only admins change, in this process's memory. Nothing in it depends on the
// clock. The content version says when to read it again; see docs/decisions/018-shared-data-in-memory.md.

/** The catalogue as of one content version, never changed. */
export interface Snapshot {
  version: number;
  contest: ContestFacts;
  /** Events that are not hidden, newest first. */
  events: readonly EventView[];
  /** Every opened question, in display order. */
  questions: readonly CataloguedQuestion[];
}

export class Catalogue {
  readonly #db: Db;
  #snapshot: Snapshot | null = null;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The snapshot of a version that was read from the database, or a later one. */
  async atLeast(version: number): Promise<Snapshot> {
    while (this.#snapshot === null || this.#snapshot.version < version) await this.#load();
    return this.#snapshot;
  }

  /** The snapshot with everything that was committed before the call. */
  async latest(): Promise<Snapshot> {
    return this.atLeast(await readContentVersion(this.#db));
  }

  readonly #load = singleFlight(async () => {
    let version = await readContentVersion(this.#db);
    for (;;) {
      const [contest, shownEvents, questions] = await Promise.all([
        facts(this.#db),
        events(this.#db),
        catalogued(this.#db),
      ]);
      const after = await readContentVersion(this.#db);
      if (after === version) {
        this.#snapshot = { version, contest, events: shownEvents, questions };
        return;
      }
      // Changed between two of the reads.
      version = after;
    }
  });
}

/** Source of crowd odds and shared data: the crowd keeper. */
export interface QuestionSource {
  catalogue: Catalogue;
  crowd(questionId: number): CrowdView;
  /** The odds seven days ago, in option order; null where there were none. */
  weekAgo(questionId: number): readonly number[] | null;
}
