// Entries of the feed: results and their corrections, opened questions, new editions, and events.
import type { Text } from '#lib/contest/types.ts';
import { kstInstant } from '#lib/kst.ts';
import type { EventView } from '#lib/types/contest.ts';
import type { QuestionView } from '#lib/types/question.ts';
import type { Db } from '../platform/db/connect.ts';
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

// XML documents: a feed (Atom, RFC 4287) and a sitemap. Pure.

export interface Entry {
  id: string;
  link: string;
  title: string;
  summary: string;
  updated: string;
}

interface Feed {
  /** Absolute addresses of the feed and of its page. */
  self: string;
  site: string;
  language: string;
  title: string;
  subtitle: string;
  author: string;
  /** Newest first. */
  entries: readonly Entry[];
}

const PROLOGUE = '<?xml version="1.0" encoding="utf-8"?>\n';
/** `updated` of a feed without entries. */
const LONG_AGO = '2025-08-04T00:00:00.000Z';

export function atom({ self, site, language, title, subtitle, author, entries }: Feed): string {
  return `${PROLOGUE}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(language)}">
  <id>${escape(self)}</id>
  <title>${escape(title)}</title>
  <subtitle>${escape(subtitle)}</subtitle>
  <link rel="self" type="application/atom+xml" href="${escape(self)}"/>
  <link rel="alternate" type="text/html" href="${escape(site)}"/>
  <author><name>${escape(author)}</name></author>
  <updated>${escape(entries[0]?.updated ?? LONG_AGO)}</updated>
${entries.map(entryOf).join('')}</feed>
`;
}

function entryOf({ id, link, title, summary, updated }: Entry): string {
  return `  <entry>
    <id>${escape(id)}</id>
    <title>${escape(title)}</title>
    <link rel="alternate" href="${escape(link)}"/>
    <updated>${escape(updated)}</updated>
    <summary>${escape(summary)}</summary>
  </entry>
`;
}

/** @param pages absolute addresses of each page by language, the default language first */
export function sitemap(
  pages: readonly (readonly (readonly [language: string, address: string])[])[],
): string {
  const urls = pages.flatMap((addresses) => {
    const links = [...addresses, ['x-default', addresses[0]?.[1] ?? ''] as const].map(
      ([language, address]) =>
        `    <xhtml:link rel="alternate" hreflang="${escape(language)}" href="${escape(address)}"/>\n`,
    );
    return addresses.map(
      ([, address]) => `  <url>\n    <loc>${escape(address)}</loc>\n${links.join('')}  </url>\n`,
    );
  });
  return `${PROLOGUE}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
}

/** Escapes a text for XML, without the control characters that XML does not allow. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
