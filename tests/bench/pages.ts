// The pages that readers come to first, on the built site with people in it, against the budgets of a phone. Scores and
// LCP follow from what is timed here: believe them on a quiet machine. Run: node tests/bench/pages.ts
import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../e2e/setup/browser.ts';
import { PUBLIC_PAGES } from '../e2e/setup/pages.ts';
import { startReplay } from '../e2e/setup/site.ts';
import { freePort } from '../setup/site.ts';
import { hydrationSeconds } from './hydration.ts';
import { look, type Look } from './lighthouse.ts';
import { weigh, type Weight } from './page-weight.ts';

const PAGES = {
  home: '/',
  question: '/questions/final-3',
  leaderboard: '/leaderboard',
  // What the leaderboard is until there is a result.
  'what-if': '/leaderboard?assume=final-3%3Askt%2Cupstage',
};
/** The other public pages are only weighed. */
const WEIGHED = PUBLIC_PAGES.filter((path) => !Object.values(PAGES).includes(path));
const FORECASTERS = 60;
/** The median counts. */
const RUNS = 3;

type View = Look & Weight & { hydratedSeconds?: number };
type Numbers = Omit<View, 'flaws'>;
interface Budget {
  measure: keyof Numbers;
  name: string;
  limit: number;
  /** Whether more is better. */
  isScore?: true;
  digits?: number;
}

const BUDGETS: Budget[] = [
  { measure: 'performance', name: 'performance', limit: 90, isScore: true },
  { measure: 'accessibility', name: 'accessibility', limit: 100, isScore: true },
  { measure: 'bestPractices', name: 'best practices', limit: 100, isScore: true },
  { measure: 'seo', name: 'SEO', limit: 100, isScore: true },
  { measure: 'lcpSeconds', name: 'largest contentful paint, s', limit: 2.5, digits: 2 },
  { measure: 'tbtMs', name: 'total blocking time, ms', limit: 400 },
  { measure: 'cls', name: 'cumulative layout shift', limit: 0.02, digits: 3 },
  { measure: 'hydratedSeconds', name: 'hydrated on a slow phone, s', limit: 2.8, digits: 2 },
  { measure: 'scripts', name: 'scripts, kB gzipped', limit: 115, digits: 1 },
  { measure: 'fonts', name: 'fonts, kB', limit: 120, digits: 1 },
];

function median(numbers: number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

/** Prints those numbers of a page that there are beside their budgets, and fails where one does not hold. */
function report(page: string, views: Partial<Numbers>[]): void {
  for (const { measure, name, limit, isScore, digits = 0 } of BUDGETS) {
    const values = views.map((view) => view[measure]).filter((value) => value !== undefined);
    if (values.length === 0) continue;
    const value = median(values);
    const holds = isScore ? value >= limit : value <= limit;
    const bound = `at ${isScore ? 'least' : 'most '} ${String(limit).padStart(4)}`;
    const number = value.toFixed(digits).padStart(8);
    console.log(`${page.padEnd(22)} ${name.padEnd(28)} ${number}   ${bound}   ${holds ? 'ok' : 'MISSED'}`);
    if (!holds) process.exitCode = 1;
  }
}

async function view(browser: Browser, debuggingPort: number, page: string, url: string): Promise<View[]> {
  const weight = await weigh(browser, url);
  const views: View[] = [];
  for (let run = 1; run <= RUNS; run++) {
    const hydratedSeconds = (await hydrationSeconds(browser, url)) ?? undefined;
    const seen = await look(url, debuggingPort, `${page}-${run}`);
    views.push({ ...weight, ...seen, ...(hydratedSeconds !== undefined && { hydratedSeconds }) });
  }
  return views;
}

const { args = [], ...options } = await findBrowser();
const debuggingPort = await freePort();
const debugging = [`--remote-debugging-port=${debuggingPort}`];
const browser = await chromium.launch({ ...options, args: [...args, ...debugging] });
const site = await startReplay(FORECASTERS);
try {
  const machines: number[] = [];
  for (const [page, path] of Object.entries(PAGES)) {
    const views = await view(browser, debuggingPort, page, site.url + path);
    report(page, views);
    for (const flaw of new Set(views.flatMap(({ flaws }) => flaws)))
      console.log(`${page.padEnd(22)} ${flaw}`);
    machines.push(...views.map(({ machine }) => machine));
  }
  for (const path of WEIGHED) report(path, [await weigh(browser, site.url + path)]);
  console.log(
    `\nSpeed of this machine: ${median(machines).toFixed(0)}; a quiet desktop is at 1500 and more.`,
  );
} finally {
  await browser.close();
  await site.stop();
}
