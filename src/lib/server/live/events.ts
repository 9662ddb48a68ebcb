// Messages of the event streams, as text of the `text/event-stream` format.
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

export function resolutionEvent(slug: string, version: number): string {
  return `event: resolution\ndata: ${JSON.stringify({ question: slug, version })}\n\n`;
}

/** Says that the stream still runs, and which versions of the odds it has sent. */
export function beatEvent(versions: Record<string, number>): string {
  return `event: beat\ndata: ${JSON.stringify({ versions })}\n\n`;
}
