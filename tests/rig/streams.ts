// Event streams through HAProxy, by Node's EventSource, which opens a stream again as a browser does.
import { QUESTION } from '../bench/load/run-client.ts';
import type { Rig } from './rig.ts';

export const STREAMS = 30;

export interface Streams {
  /** How many have had new odds since then (`performance.now()`). */
  countLive(since: number): number;
  close(): void;
}

export function openStreams({ origin }: Rig): Streams {
  const heardAt = new Map<EventSource, number>();
  for (let i = 0; i < STREAMS; i++) {
    const source = new EventSource(`${origin}/live?question=${QUESTION}`);
    heardAt.set(source, 0);
    source.addEventListener('crowd', () => heardAt.set(source, performance.now()));
  }
  return {
    countLive: (since) => [...heardAt.values()].filter((at) => at > since).length,
    close() {
      for (const source of heardAt.keys()) source.close();
    },
  };
}
