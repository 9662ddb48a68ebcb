// A result as an admin types it, and what is read from it.
import { expect } from 'vitest';
import { typedIn } from '../../http/fields.ts';
import { AdminFormReader } from '../../http/admin-form.ts';
import { type Decided, readResult } from './form.ts';
import type { Resolvable } from './queries.ts';

export const NOW = new Date('2027-02-11T00:00:00Z');
export const QUESTION: Resolvable = {
  id: 1,
  title: { ko: '질문', en: 'Question' },
  slug: 'final-3',
  kind: 'final',
  seats: 2,
  scored: true,
  opensAt: new Date('2026-09-01T00:00:00Z'),
  closesAt: null,
  announcementRule: null,
  round: 3,
  options: ['skt', 'upstage', 'lg'].map((slug) => ({ slug, company: slug, label: { ko: slug, en: slug } })),
};
export const URL = 'https://www.msit.go.kr/bbs/view.do?nttSeqNo=1';

export type Typed = Record<string, string | string[]>;

export const GOOD: Typed = {
  'outcome.skt': 'yes',
  'outcome.upstage': 'yes',
  'outcome.lg': 'no',
  knownAt: '2027-02-10T15:00',
  evidenceUrl: URL,
  evidenceAt: '2027-02-10T15:00',
  note: '',
  expectedVersion: '0',
};

export function typedOf(typed: Typed): Record<string, string[]> {
  const data = new FormData();
  for (const [name, values] of Object.entries(typed))
    for (const value of [values].flat()) data.append(name, value);
  return typedIn(data);
}

export function without(name: string): Typed {
  return Object.fromEntries(Object.entries(GOOD).filter(([other]) => other !== name));
}

/** What a form decides, null where it is invalid, and the validation error of each field. */
export function readAs(reading: (form: AdminFormReader) => Decided, typed: Typed) {
  const form = new AdminFormReader(typedOf(typed));
  const decided = reading(form);
  const codes = Object.entries(form.errors).map(([field, { code }]) => [field, code]);
  return {
    parsed: form.isClean ? decided : null,
    errors: Object.fromEntries(codes) as Record<string, string>,
  };
}

export function read(typed: Typed, question = QUESTION) {
  return readAs((form) => readResult(form, question, NOW), typed);
}

export function errorsOf(changed: Typed) {
  const { parsed, errors } = read({ ...GOOD, ...changed });
  expect(parsed).toBeNull();
  return errors;
}
