// Entries of the feed: results and their corrections, opened questions, new editions, and events.
import type { Text } from '#lib/contest/types.ts';
import { kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Db } from '../db/connect.ts';
import { links } from '../questions/edition.ts';
import { momentOf } from '../questions/moment.ts';
import * as questions from '../questions/service.ts';
import { listVersions } from './queries.ts';

const MOST = 50;

export interface ResultNews {
  kind: 'result';
  at: string;
  question: QuestionView;
  version: number;
  /** Null where the question was annulled. */
  outcome: boolean[] | null;
  isProvisional: boolean;
  note: string;
}

export interface OpeningNews {
  kind: 'opening';
  at: string;
  question: QuestionView;
  /** Title of the previous edition. */
  older: Text | null;
}

export interface EventNews {
  kind: 'event';
  at: string;
  event: EventView;
}

export type News = ResultNews | OpeningNews | EventNews;

/** The latest entries, newest first. */
export async function latest(db: Db, source: questions.QuestionSource, hasAuthor: boolean): Promise<News[]> {
  const [moment, versions] = await Promise.all([
    momentOf(db, source.catalogue, { accountId: null, hasAuthor }),
    listVersions(db, MOST),
  ]);
  const opened = questions.listAt(moment, source);
  const results = versions.flatMap((row): ResultNews[] => {
    const question = opened.find(({ slug }) => slug === row.slug);
    if (!question) return [];
    const { version, outcome, publishedAt, finalAt, isProvisional, note } = row;
    // A provisional result becomes a new entry when it is final.
    const at = (isProvisional ? publishedAt : finalAt).toISOString();
    return [{ kind: 'result', at, question, version, outcome, isProvisional, note }];
  });
  const openings = opened
    .filter(({ phase }) => phase !== 'upcoming')
    .map((question): OpeningNews => {
      return {
        kind: 'opening',
        at: question.opensAt,
        question,
        older: links(moment, question.slug).older?.title ?? null,
      };
    });
  const eventNews = moment.catalogue.events
    .slice(0, MOST)
    .map((event): EventNews => ({ kind: 'event', at: instantOf(event), event }));
  return [...results, ...openings, ...eventNews]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MOST);
}

/** The instant of an event's day and time in Korea. */
function instantOf({ on, time }: EventView): string {
  return kstInstant(on, time).toISOString();
}
