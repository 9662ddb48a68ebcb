// A result as an admin types it, and what is read from it.
import { expect } from 'vitest';
import { AdminFormReader } from '#lib/server/http/admin-form.ts';
import { parseResult } from '#lib/server/resolutions/form.ts';
import type { Resolvable } from '#lib/server/resolutions/service.ts';

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

export function readerOf(typed: Typed): AdminFormReader {
  const data = new FormData();
  for (const [name, values] of Object.entries(typed))
    for (const value of [values].flat()) data.append(name, value);
  return new AdminFormReader(data);
}

export function without(name: string): Typed {
  return Object.fromEntries(Object.entries(GOOD).filter(([other]) => other !== name));
}

/** What a result read from this gives, and what is wrong with it. */
export function read(typed: Typed) {
  const reader = readerOf(typed);
  const parsed = parseResult(reader, QUESTION, NOW);
  return { parsed, faults: reader.form.faults };
}

export function faultsOf(changed: Typed) {
  const { parsed, faults } = read({ ...GOOD, ...changed });
  expect(parsed).toBeNull();
  return faults;
}
