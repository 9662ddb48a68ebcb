// The forms of a result and of an annulment: `outcome.<option-slug>` yes or no, `knownAt`, `evidenceUrl` and
// `evidenceAt` in pairs, `note` and `expectedVersion`. A yes/no question may be answered once (`answer`).
import { isYesNo, YES_NO } from '#lib/domain/question.ts';
import { parseInstant } from '#lib/kst.ts';
import { isHttps } from '../../http/fields.ts';
import type { AdminFormReader } from '../../http/admin-form.ts';
import type { Evidence, Resolvable } from './queries.ts';
import type { Decision } from './version.ts';

const LONGEST_NOTE = 2000;
const LONGEST_URL = 500;
const MOST_EVIDENCE = 20;
export const HIGHEST_VERSION = 100_000;

export interface Decided {
  decision: Decision;
  expectedVersion: number;
}

/** @param now the database's */
export function readResult(form: AdminFormReader, question: Resolvable, now: Date): Decided {
  const outcome = readOutcome(form, question.options);
  const knownAt = form.instant('knownAt') ?? now;
  if (knownAt > now) form.addError('knownAt', 'in-the-future');
  if (knownAt < question.opensAt) form.addError('knownAt', 'before-opening');
  const evidence = readEvidence(form, now);
  if (!form.all('evidenceUrl').some(Boolean)) form.addError('evidenceUrl', 'missing');
  // A first result needs no reason; whatever changes one does.
  return readRest(form, { outcome, knownAt }, evidence, false);
}

/** `note` says why; evidence may be there. */
export function readAnnulment(form: AdminFormReader, now: Date): Decided {
  return readRest(form, null, readEvidence(form, now), true);
}

function readRest(
  form: AdminFormReader,
  result: Decision['result'],
  evidence: Evidence[],
  needsNote: boolean,
): Decided {
  const expectedVersion = form.integer('expectedVersion', { min: 0, max: HIGHEST_VERSION }) ?? 0;
  const note = form.text('note', { required: false, max: LONGEST_NOTE });
  if (note === '' && (needsNote || expectedVersion > 0)) form.addError('note', 'reason-missing');
  return { decision: { result, evidence, note }, expectedVersion };
}

function readOutcome(form: AdminFormReader, options: readonly { slug: string }[]): boolean[] {
  const isAnswered = isYesNo(options) && !options.some(({ slug }) => form.all(`outcome.${slug}`)[0]);
  if (isAnswered) {
    const answer = form.choice('answer', YES_NO, 'yes-or-no');
    return options.map(({ slug }) => slug === answer);
  }
  return options.map(({ slug }) => form.choice(`outcome.${slug}`, YES_NO, 'yes-or-no') === 'yes');
}

/** Pairs of an https address and when it was published; pairs of nothing are left out. */
function readEvidence(form: AdminFormReader, now: Date): Evidence[] {
  const [urls, times] = [form.all('evidenceUrl'), form.all('evidenceAt')];
  const evidence: Evidence[] = [];
  for (let i = 0; i < Math.max(urls.length, times.length); i += 1) {
    const [url = '', at = ''] = [urls[i], times[i]];
    if (!url && !at) continue;
    const nth = i === 0 ? '' : `.${i}`;
    const publishedAt = parseInstant(at);
    if (!url) form.addError(`evidenceUrl${nth}`, 'missing');
    else if (!isHttps(url) || url.length > LONGEST_URL) form.addError(`evidenceUrl${nth}`, 'not-https');
    else if (urls.indexOf(url) < i) form.addError(`evidenceUrl${nth}`, 'duplicate');
    if (!at) form.addError(`evidenceAt${nth}`, 'missing');
    else if (!publishedAt) form.addError(`evidenceAt${nth}`, 'not-an-instant');
    else if (publishedAt > now) form.addError(`evidenceAt${nth}`, 'in-the-future');
    else evidence.push({ url, publishedAt });
  }
  if (evidence.length > MOST_EVIDENCE) form.addError('evidenceUrl', 'wrong-count');
  return evidence;
}
