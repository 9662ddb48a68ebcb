// The forms of a result and of an annulment: `outcome.<option-slug>` yes or no, `knownAt`, `evidenceUrl` and
// `evidenceAt` in pairs, `note` and `expectedVersion`.
import * as v from 'valibot';
import { anyText, choice, count, formRule, instantUntil, isHttps, lines } from '../fields.ts';
import type { Resolvable } from './queries.ts';
import type { Decision } from './version.ts';

const LONGEST_NOTE = 2000;
const LONGEST_URL = 500;
const MOST_EVIDENCE = 20;
export const HIGHEST_VERSION = 100_000;

export interface Decided {
  decision: Decision;
  expectedVersion: number;
}

const note = v.pipe(anyText, v.maxLength(LONGEST_NOTE, 'too-long'));
const expectedVersion = count(HIGHEST_VERSION);

/** A first result needs no reason; whatever changes one does. */
const noteOnCorrection = v.pipe(
  v.object({ note, expectedVersion }),
  formRule((values) => ({
    note: values.expectedVersion > 0 && values.note === '' ? 'reason-missing' : null,
  })),
);

/** @param now the database's */
export function resultForm({ options, opensAt }: Resolvable, now: Date): v.GenericSchema<unknown, Decided> {
  const names = options.map(({ slug }) => `outcome.${slug}`);
  const outcome = v.pipe(
    v.object(Object.fromEntries(names.map((name) => [name, choice(['yes', 'no'])]))),
    v.transform((answers) => ({ outcome: names.map((name) => answers[name] === 'yes') })),
  );
  const known = v.object({
    knownAt: v.pipe(
      anyText,
      instantUntil(now),
      v.check((at) => at >= opensAt, 'before-opening'),
    ),
  });
  return v.pipe(
    v.intersect([outcome, known, evidenceUntil(now, { isNeeded: true }), noteOnCorrection]),
    v.transform(({ outcome, knownAt, evidence, note, expectedVersion }) => ({
      decision: { result: { outcome, knownAt }, evidence, note },
      expectedVersion,
    })),
  );
}

/** `note` says why; evidence may be there. */
export function annulmentForm(now: Date): v.GenericSchema<unknown, Decided> {
  const reason = v.pipe(note, v.nonEmpty('reason-missing'));
  return v.pipe(
    v.intersect([evidenceUntil(now, { isNeeded: false }), v.object({ note: reason, expectedVersion })]),
    v.transform(({ evidence, note, expectedVersion }) => ({
      decision: { result: null, evidence, note },
      expectedVersion,
    })),
  );
}

const url = v.pipe(
  v.string(),
  v.nonEmpty('missing'),
  v.check(isHttps, 'not-https'),
  v.maxLength(LONGEST_URL, 'not-https'),
);

/** Pairs of an https address and when it was published; pairs of nothing are left out. */
function evidenceUntil(now: Date, { isNeeded }: { isNeeded: boolean }) {
  return v.pipe(
    v.object({ evidenceUrl: lines, evidenceAt: lines }),
    v.transform(pairsOf),
    v.object({
      evidenceUrl: v.pipe(
        v.array(v.nullable(url)),
        v.checkItems((each, i, all) => each === null || all.indexOf(each) === i, 'duplicate'),
      ),
      evidenceAt: v.array(v.nullable(instantUntil(now))),
    }),
    v.transform(({ evidenceUrl, evidenceAt }) =>
      evidenceUrl.flatMap((url, i) => {
        const publishedAt = evidenceAt[i];
        return url && publishedAt ? [{ url, publishedAt }] : [];
      }),
    ),
    v.transform((evidence) => ({ evidence })),
    formRule(({ evidence }) => ({
      evidenceUrl:
        evidence.length > MOST_EVIDENCE
          ? 'wrong-count'
          : isNeeded && evidence.length === 0
            ? 'missing'
            : null,
    })),
  );
}

/** Both lists in one length; null where nothing is in a pair. */
function pairsOf({ evidenceUrl, evidenceAt }: { evidenceUrl: string[]; evidenceAt: string[] }) {
  const rows = Array.from({ length: Math.max(evidenceUrl.length, evidenceAt.length) }, (_, i) => {
    const [url = '', at = ''] = [evidenceUrl[i], evidenceAt[i]];
    return url || at ? { url, at } : null;
  });
  return {
    evidenceUrl: rows.map((row) => row?.url ?? null),
    evidenceAt: rows.map((row) => row?.at ?? null),
  };
}
