// A site with a growing crowd whose what-if board the tests know row by row.
import type { APIRequestContext, Page } from '@playwright/test';
import { withDatabase } from './database.ts';
import { GrowingCrowd } from './growing-crowd.ts';
import { useOwnSite } from './own-site.ts';
import { type Person, postForecast } from './people.ts';
import { expect } from './test.ts';

export const BOARD = '/leaderboard?assume=final-3:skt,upstage';
export const BOARD_API = '/api/v1/leaderboard?assume=final-3:skt,upstage';
/** Under SKT+업스테이지 nobody is worse, under 업스테이지+LG hardly anybody is better. */
const CONTRARY = { skt: '20', upstage: '90', lg: '90' };

/** How many are ranked on `BOARD`. */
export async function ranked(request: APIRequestContext): Promise<number> {
  return ((await (await request.get(BOARD_API)).json()) as { ranked: number }).ranked;
}

async function rankOf(request: APIRequestContext, handle: string): Promise<number | undefined> {
  const { rows } = (await (await request.get(BOARD_API)).json()) as {
    rows: { handle: string; rank: number }[];
  };
  return rows.find((row) => row.handle === handle)?.rank;
}

/** To be called once in a file of tests. */
export function useWhatIf() {
  const own = useOwnSite();
  const crowd = new GrowingCrowd();
  /** How many readers of the tests have forecast, and how many of them against the crowd. */
  let readers = 0;
  let contrary = 0;

  return {
    crowd,
    get site() {
      return own.site;
    },
    /** To be called where a reader has forecast with the crowd. */
    countReader: () => void (readers += 1),
    /** The reader joined then. Boards of newcomers have read it when the reader first forecast. */
    setJoined: ({ handle }: Person, joinedAt: Date) =>
      withDatabase(own.site, (db) =>
        db.updateTable('account').set({ joinedAt }).where('handle', '=', handle).execute(),
      ),
    /**
     * Twelve have forecast, and now the reader, the other way round: from then on only those are behind who did so earlier.
     *
     * @returns how many are ranked, and the reader's rank once it has settled
     */
    async forecastContrary(page: Page, { handle }: Person): Promise<{ all: number; rank: number }> {
      await crowd.grow(own.site, 12 - crowd.size);
      expect((await postForecast(page.request, own.site.url, 'final-3', CONTRARY)).status()).toBe(303);
      readers += 1;
      const all = crowd.size + readers;
      const rank = all - contrary;
      contrary += 1;
      await expect.poll(() => ranked(page.request)).toBe(all);
      await expect.poll(() => rankOf(page.request, handle), { timeout: 30_000 }).toBe(rank);
      return { all, rank };
    },
  };
}
