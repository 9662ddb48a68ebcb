import { parseInstant } from '#lib/kst.ts';
import { isHttps, type AdminFormReader } from '../http/admin-form.ts';
import type { Resolvable } from './queries.ts';
import type { Decision, Evidence } from './service.ts';

const LONGEST_NOTE = 2000;
const MOST_EVIDENCE = 20;

export interface ParsedDecision {
  decision: Decision;
  expectedVersion: number;
}

/**
 * Parses the resolve form: `outcome.<option-slug>` yes or no, `knownAt`, `evidenceUrl` and `evidenceAt` in
 * pairs, `note` and `expectedVersion`. Validation errors are collected in the form reader.
 *
 * @param now the database's
 * @returns null when there is any validation error
 */
export function parseResult(reader: AdminFormReader, question: Resolvable, now: Date): ParsedDecision | null {
  const outcome = question.options.map(({ slug }) => {
    const name = `outcome.${slug}`;
    return reader.choice(name, ['no', 'yes']) === 'yes';
  });
  const knownAt = reader.instant('knownAt');
  if (knownAt && knownAt > now) reader.fault('knownAt', 'in-the-future');
  const evidence = parseEvidence(reader, now);
  if (reader.all('evidenceUrl').every((url) => url === '')) reader.fault('evidenceUrl', 'missing');
  const expectedVersion = parseVersion(reader);
  const note = parseNote(reader, expectedVersion > 0);
  if (!reader.isClean || !knownAt) return null;
  return { decision: { result: { outcome, knownAt }, evidence, note }, expectedVersion };
}

/** Parses an annulment: `note` is required, evidence is optional. */
export function parseAnnulment(reader: AdminFormReader, now: Date): ParsedDecision | null {
  const evidence = parseEvidence(reader, now);
  const note = parseNote(reader, true);
  const expectedVersion = parseVersion(reader);
  if (!reader.isClean) return null;
  return { decision: { result: null, evidence, note }, expectedVersion };
}

/**
 * Pairs of an https URL and its publication time; empty pairs are skipped. Errors are named for their row:
 * `evidenceUrl`, `evidenceUrl.1`, `evidenceUrl.2` and so on.
 */
function parseEvidence(reader: AdminFormReader, now: Date): Evidence[] {
  const urls = reader.all('evidenceUrl');
  const times = reader.all('evidenceAt');
  const evidence: Evidence[] = [];
  for (let i = 0; i < Math.max(urls.length, times.length); i++) {
    const [url = '', time = ''] = [urls[i], times[i]];
    if (url === '' && time === '') continue;
    const row = i === 0 ? '' : `.${i}`;
    const publishedAt = parseInstant(time);
    if (!isHttps(url) || url.length > 500)
      reader.fault(`evidenceUrl${row}`, url === '' ? 'missing' : 'not-https');
    if (evidence.some((earlier) => earlier.url === url)) reader.fault(`evidenceUrl${row}`, 'duplicate');
    if (!publishedAt) reader.fault(`evidenceAt${row}`, time === '' ? 'missing' : 'not-an-instant');
    else if (publishedAt > now) reader.fault(`evidenceAt${row}`, 'in-the-future');
    else evidence.push({ url, publishedAt });
  }
  if (evidence.length > MOST_EVIDENCE) reader.fault('evidenceUrl', 'wrong-count');
  return evidence;
}

/** The note is optional for a first result, required for a correction. */
function parseNote(reader: AdminFormReader, isNeeded: boolean): string {
  const note = reader.text('note', { required: false, max: LONGEST_NOTE });
  if (isNeeded && note === '') reader.fault('note', 'reason-missing');
  return note;
}

function parseVersion(reader: AdminFormReader): number {
  return reader.integer('expectedVersion', { min: 0, max: 100_000 }) ?? 0;
}
