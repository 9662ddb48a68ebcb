// Differences between two successive versions of a resolution, as texts. No I/O.
import { type Ordered, type OptionRow, optionRows } from '#lib/components/base/options.ts';
import { outcomeWord } from '#lib/components/results/result-words.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';
import type { VersionView } from '#lib/types/resolution.ts';

type ComparedVersion = Pick<VersionView, 'outcome' | 'knownAt' | 'evidence'>;

/** A change of `knownAt`: the old and the new ISO timestamp. */
interface KnownChange {
  from: string;
  to: string;
}

/** Changes as sentences, such as "업스테이지: 탈락 → 남음"; says "same result" when only the note changed. */
export function versionChanges(
  question: Ordered,
  before: ComparedVersion,
  after: ComparedVersion,
): (string | KnownChange)[] {
  const changes: (string | KnownChange)[] = [
    ...outcomeChanges(optionRows(question), before.outcome, after.outcome),
    ...knownChanges(before, after),
  ];
  const [came, went] = [fresh(after, before), fresh(before, after)];
  if (changes.length === 0) changes.push(m.result_history_changed_nothing());
  if (came > 0) changes.push(m.result_history_changed_evidence_more({ count: came }));
  if (went > 0) changes.push(m.result_history_changed_evidence_fewer({ count: went }));
  return changes;
}

function outcomeChanges(
  rows: readonly OptionRow[],
  before: boolean[] | null,
  after: boolean[] | null,
): string[] {
  if (before && after) {
    const options = rows.map(({ option }) => option);
    return rows.flatMap(({ option: { label }, i }) =>
      before[i] === after[i]
        ? []
        : [
            m.result_history_changed_to({
              what: localized(label),
              before: outcomeWord({ options }, before[i]),
              after: outcomeWord({ options }, after[i]),
            }),
          ],
    );
  }
  if (before === after) return [];
  const survivors = (outcome: boolean[] | null) =>
    outcome === null
      ? m.phase_annulled()
      : rows
          .filter(({ i }) => outcome[i])
          .map(({ option }) => localized(option.label))
          .join(', ') || m.resolve_nobody();
  return [
    m.result_history_changed_to({
      what: m.result_history_result(),
      before: survivors(before),
      after: survivors(after),
    }),
  ];
}

function knownChanges(before: ComparedVersion, after: ComparedVersion): KnownChange[] {
  if (!before.knownAt || !after.knownAt || before.knownAt === after.knownAt) return [];
  return [{ from: before.knownAt, to: after.knownAt }];
}

/** Number of evidence links in `one` that are not in `other`. */
function fresh(one: ComparedVersion, other: ComparedVersion): number {
  const known = new Set(other.evidence.map(({ url }) => url));
  return one.evidence.filter(({ url }) => !known.has(url)).length;
}
