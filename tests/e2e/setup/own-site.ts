import { test } from './test.ts';
import { type Settings, type Site, startSite } from './site.ts';

/**
 * Gives a file a site of its own, on which nobody else forecasts: for tests that need to know the whole crowd,
 * or that close a question. Its tests run one after the other.
 *
 * @param settings called before the site is started
 */
export function useOwnSite(settings: () => Promise<Settings> = async () => ({})): { readonly site: Site } {
  let site: Site | undefined;
  test.describe.configure({ mode: 'default' });
  test.beforeAll(async () => {
    site = await startSite(undefined, await settings());
  });
  test.afterAll(({ stopping }) => {
    if (site) stopping.push(site.stop().then(site.errors));
  });
  test.use({
    site: async ({}, use) => {
      await use(started(site));
    },
    baseURL: async ({}, use) => {
      // Playwright asks for it before the site is started, too.
      await use(site?.url);
    },
  });
  return {
    get site() {
      return started(site);
    },
  };
}

function started(site: Site | undefined): Site {
  if (!site) throw new Error('The site is started before the first test.');
  return site;
}
