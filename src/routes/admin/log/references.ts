// References of audit events to other records, and their names. No I/O.
import type { Answer } from '#lib/components/admin/record-words.ts';
import type { Text } from '#lib/contest/types.ts';
import type { Names, References } from '#lib/server/audit/names.ts';
import { type AuditRow, cellsOf, recordOf } from './cells.ts';

const ACCOUNTS = new Set(['accountId', 'decidedBy', 'confirmedBy']);
const QUESTIONS = new Set(['questionId', 'followsId']);

/** All records whose names the page needs. */
export function referencesIn(rows: readonly AuditRow[]): References {
  const numbers = (columns: ReadonlySet<string>) =>
    rows.flatMap((row) =>
      cellsOf(row)
        .filter(({ column }) => columns.has(column))
        .flatMap(({ before, after }) => [before, after])
        .filter((id) => typeof id === 'number'),
    );
  const keys = (...subjects: string[]) =>
    rows.filter(({ subject }) => subjects.includes(subject)).map(({ rowKey }) => rowKey);
  return {
    accounts: unique([...keys('account').map(Number), ...numbers(ACCOUNTS)]),
    events: unique(keys('event')),
    questionIds: unique([
      ...keys('question_option', 'resolution', 'confirmation').map((key) => Number(key.split('/')[0])),
      ...numbers(QUESTIONS),
    ]),
    questionSlugs: unique(keys('question')),
  };
}

/** Name of an event's record: its current name, else the one in the event. */
export function nameOf({ subject, rowKey, before, after }: AuditRow, names: Names): Text {
  const [first = '', second = ''] = rowKey.split('/');
  const own = ownName({ ...recordOf(before), ...recordOf(after) });
  switch (subject) {
    case 'contest':
    case 'exclusion':
    case 'disclosure':
      return NOTHING;
    case 'account':
      return alike(names.accounts.get(Number(rowKey)) ?? rowKey);
    case 'company':
      return names.companies.get(rowKey) ?? own ?? alike(rowKey);
    case 'round':
      return names.rounds.get(Number(rowKey)) ?? own ?? alike(rowKey);
    case 'event':
      return names.events.get(rowKey) ?? own ?? alike(rowKey);
    case 'question':
      return names.questions.get(rowKey)?.title ?? own ?? alike(rowKey);
    case 'entrant':
      return joined(
        names.rounds.get(Number(first)) ?? alike(first),
        names.companies.get(second) ?? alike(second),
      );
    case 'question_option': {
      const question = names.questions.get(Number(first));
      const option = question?.options.find(({ slug }) => slug === second)?.label ?? own ?? alike(second);
      return question ? joined(question.title, option) : option;
    }
    case 'resolution':
    case 'confirmation':
      return names.questions.get(Number(first))?.title ?? alike(first);
    default:
      return alike(rowKey);
  }
}

/** A value, with a reference replaced by the name of its record. */
export function named(column: string, value: unknown, row: AuditRow, names: Names): unknown {
  if (typeof value === 'number' && ACCOUNTS.has(column)) return names.accounts.get(value) ?? value;
  if (typeof value === 'number' && QUESTIONS.has(column)) return names.questions.get(value)?.title ?? value;
  if (typeof value === 'number' && column === 'roundNumber') return names.rounds.get(value) ?? value;
  if (typeof value === 'string' && column === 'companySlug') return names.companies.get(value) ?? value;
  if (Array.isArray(value) && column === 'outcome') {
    const options = names.questions.get(Number(row.rowKey.split('/')[0]))?.options ?? [];
    return value.map((came, i): unknown => {
      const option = options[i]?.label;
      return option && typeof came === 'boolean' ? ({ option, came } satisfies Answer) : came;
    });
  }
  return value;
}

const NOTHING: Text = { ko: '', en: '' };

function alike(text: string): Text {
  return { ko: text, en: text };
}

function joined(whole: Text, part: Text): Text {
  return { ko: `${whole.ko} · ${part.ko}`, en: `${whole.en} · ${part.en}` };
}

function ownName(record: Record<string, unknown>): Text | null {
  for (const column of ['title', 'name', 'label']) {
    const [ko, en] = [record[`${column}Ko`], record[`${column}En`]];
    if (typeof ko === 'string') return { ko, en: typeof en === 'string' ? en : ko };
  }
  return null;
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
