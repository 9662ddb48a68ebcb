// Messages of the event streams, as text of the `text/event-stream` format.
import type { MarketJson } from '#lib/types/market.ts';
import type { CrowdJson } from '#lib/types/odds-json.ts';

/** Reconnection delay of browsers: random, so that the pages of a process that ended do not come back at one moment. */
const RETRY_MS = { from: 1_000, to: 3_000 };

/** The start of a stream: the delay after which its browser reconnects. */
export function retryField(): string {
  const { from, to } = RETRY_MS;
  return `retry: ${Math.round(from + Math.random() * (to - from))}\n\n`;
}

export function crowdEvent(slug: string, crowd: CrowdJson): string {
  return `event: crowd\nid: ${crowd.version}\ndata: ${JSON.stringify({ question: slug, ...crowd })}\n\n`;
}

export function marketEvent(slug: string, market: MarketJson): string {
  return `event: market\ndata: ${JSON.stringify({ question: slug, ...market })}\n\n`;
}

/** Visitors' pages are served up to a second old: one that is loaded later has the result. */
const FRESH_MS = 1_000;
/** Spread per open page: about the server time of a reload, rendered for a signed-in reader or cached for a visitor, with headroom. */
const MEMBER_MS = 20;
const VISITOR_MS = 1;
const LONGEST_MS = 30_000;

/**
 * A new version of a result; version 0 where an admin moved the close of a question without one. Every page that gets it loads its data anew, at a random instant within `refresh`,
 * milliseconds from now; the window grows with the number of open pages.
 */
export function resolutionEvent(
  slug: string,
  version: number,
  pages: { members: number; visitors: number },
): string {
  const spreadMs = Math.min(LONGEST_MS, pages.members * MEMBER_MS + pages.visitors * VISITOR_MS);
  const refresh = { from: FRESH_MS, to: FRESH_MS + spreadMs };
  return `event: resolution\ndata: ${JSON.stringify({ question: slug, version, refresh })}\n\n`;
}

/** Says that the stream still runs, and which versions of the odds it has sent. */
export function beatEvent(versions: Record<string, number>): string {
  return `event: beat\ndata: ${JSON.stringify({ versions })}\n\n`;
}
