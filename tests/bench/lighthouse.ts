// What Lighthouse says of a page on a phone: its own mobile settings, and a slow network and processor that it simulates
// from what it measured on this machine.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import lighthouse, { type RunnerResult } from 'lighthouse';

export interface Look {
  performance: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
  lcpSeconds: number;
  tbtMs: number;
  cls: number;
  /** How fast Lighthouse found this machine; a quiet desktop is at 1500 and more. */
  machine: number;
  /** What cost points, in its words. */
  flaws: string[];
}

const REPORTS = resolve(import.meta.dirname, '../../reports/lighthouse');
/** Where each flaw is a mistake; what costs performance is told by its report. */
const STRICT = ['accessibility', 'best-practices', 'seo'];
/** On a busy machine it now and then loses the trace of a page, and asks to be run again. */
const ATTEMPTS = 3;
/** A simulation asks search engines to stay away; that the real site does not is a test of its own. */
const SKIPPED = ['is-crawlable'];

/** Looks at a page once, with nothing cached, and writes the report to reports/lighthouse. */
export async function look(url: string, debuggingPort: number, report: string): Promise<Look> {
  for (let attempt = 1; ; attempt++) {
    const result = await lighthouse(url, {
      port: debuggingPort,
      output: 'html',
      skipAudits: SKIPPED,
      logLevel: 'error',
    });
    if (result && !result.lhr.runtimeError) {
      await mkdir(REPORTS, { recursive: true });
      await writeFile(join(REPORTS, `${report}.html`), String(result.report));
      return read(result.lhr);
    }
    const reason = result?.lhr.runtimeError?.message ?? 'no result';
    if (attempt === ATTEMPTS) throw new Error(`Lighthouse could not look at ${url}: ${reason}`);
  }
}

function read({ categories, audits, environment }: RunnerResult['lhr']): Look {
  const score = (category: string) => Math.round(100 * (categories[category]?.score ?? 0));
  const value = (audit: string) => audits[audit]?.numericValue ?? NaN;
  const flaws = STRICT.flatMap((category) => categories[category]?.auditRefs ?? [])
    .map(({ id, weight }) => ({ audit: audits[id], weight }))
    .filter(({ audit, weight }) => weight > 0 && audit && audit.score !== null && audit.score < 1)
    .map(({ audit }) => `${audit!.id}: ${audit!.title}`);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    seo: score('seo'),
    lcpSeconds: value('largest-contentful-paint') / 1000,
    tbtMs: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    machine: environment.benchmarkIndex,
    flaws,
  };
}
