import { expect, test } from 'vitest';
import type { Announcement, Facts, QuestionFacts } from './announcement.ts';
import { propose } from './propose.ts';

const NOW = new Date('2026-08-18T12:00:00+09:00');
const FIELD = ['lg', 'skt', 'upstage', 'motif'];

function question(more: Partial<QuestionFacts>): QuestionFacts {
  const slug = more.slug ?? 'q';
  return {
    ...{
      id: 1,
      slug,
      title: { ko: slug, en: slug },
      kind: 'side',
      round: 2,
      seats: 1,
      announcementRule: null,
    },
    ...{ opensAt: new Date(0), closesAt: null, endsBy: null, version: null, outcome: null, knownAt: null },
    options: ['yes', 'no'].map((option) => ({
      slug: option,
      company: null,
      label: { ko: option, en: option },
    })),
    ...more,
  };
}

const companies = (field: string[]) =>
  field.map((slug) => ({ slug, company: slug, label: { ko: slug, en: slug } }));

/** Round 2 as it was: four entrants, with a question of who passes and one of the last two. */
function facts(questions: QuestionFacts[] = []): Facts {
  return {
    now: NOW,
    round: {
      ...{ number: 2, title: { ko: '2차 평가', en: 'Evaluation 2' } },
      ...{ stageOpensOn: null, resultOn: null, resultTime: null },
    },
    entrants: FIELD.map((company) => ({ company, name: { ko: company, en: company }, outcome: null })),
    nextRound: null,
    questions: [
      question({
        id: 1,
        slug: 'advance-2',
        kind: 'advance',
        seats: 3,
        announcementRule: 'survivors',
        options: companies(FIELD),
      }),
      question({ id: 2, slug: 'final-2b', kind: 'final', seats: 2, options: companies(FIELD) }),
      ...questions,
    ],
    slugs: ['advance-2', 'final-2b'],
    followed: [],
    newsUrls: [],
  };
}

const announced = (survivors: string[], more: Partial<Announcement> = {}): Announcement => ({
  ...{ round: 2, survivors, eliminated: [], knownAt: NOW, url: 'https://www.msit.go.kr/', nextSeats: null },
  ...more,
});

test('with three of two seats left the final question goes on as a draft with them, and the old one closes', () => {
  const proposal = propose(facts(), announced(['lg', 'skt', 'upstage']));
  const { questions, closings, edition, nextRound, news } = proposal;
  expect(questions.map(({ slug, isProposed }) => [slug, isProposed])).toEqual([
    ['advance-2', true],
    ['final-2b', false],
  ]);
  expect(closings).toMatchObject([{ slug: 'final-2b', isProposed: true }]);
  expect(news).toEqual({
    ko: '2차 평가 결과 발표: lg·skt·upstage 진출, motif 탈락',
    en: 'Result of evaluation 2: lg, skt and upstage go on, motif is out',
  });
  expect(edition).toMatchObject({ follows: 'final-2b', slug: 'final-3', round: 3, seats: 2 });
  expect(nextRound).toMatchObject({ number: 3, isNew: true, entering: ['lg', 'skt', 'upstage'] });
});

test('with as many left as the final question has seats it is decided', () => {
  const { questions, closings, edition, nextRound } = propose(facts(), announced(['lg', 'skt']));
  expect(questions).toMatchObject([
    { slug: 'advance-2', isProposed: true },
    { slug: 'final-2b', isProposed: true, isFixed: true, outcome: [true, true, false, false] },
  ]);
  expect({ closings, edition, nextRound }).toEqual({ closings: [], edition: null, nextRound: null });
});

test('a correction of the last round also corrects the final question without a rule', () => {
  const all = facts();
  const questions = all.questions.map((each) => ({
    ...each,
    version: 1,
    outcome: each.options.map((_, i) => i < 2),
    knownAt: NOW,
  }));
  const proposal = propose({ ...all, questions }, announced(['lg', 'upstage']));
  expect(proposal.questions).toMatchObject([
    { slug: 'advance-2', isProposed: true },
    { slug: 'final-2b', isProposed: true, version: 1, outcome: [true, false, true, false] },
  ]);
  expect(proposal.needsReason).toBe(true);
});

test('a question without a rule is asked about, and one that opened later is not', () => {
  const asked = facts([
    question({ id: 3, slug: 'rain' }),
    question({ id: 4, slug: 'late', opensAt: new Date(NOW.getTime() + 1) }),
    question({ id: 5, slug: 'elsewhere', round: 1 }),
  ]);
  const { questions } = propose(asked, announced(['lg', 'skt']));
  expect(questions.slice(2)).toMatchObject([
    { slug: 'rain', isProposed: false, isFixed: false, outcome: null },
  ]);
});

test('what is published already is proposed only where it says otherwise, and then needs a reason', () => {
  const resolved = (outcome: boolean[] | null) => {
    const all = facts();
    const [first, ...others] = all.questions;
    const known = outcome && NOW;
    return { ...all, questions: [{ ...first!, version: 1, outcome, knownAt: known }, ...others] };
  };
  const about = announced(['lg', 'skt', 'upstage']);
  const same = propose(resolved([true, true, true, false]), about);
  expect(same.questions.map(({ slug }) => slug)).toEqual(['final-2b']);
  expect(same.needsReason).toBe(false);
  const other = propose(resolved([true, true, false, true]), about);
  expect(other.questions[0]).toMatchObject({ version: 1, published: [true, true, false, true] });
  expect(other.needsReason).toBe(true);
  // What is annulled stays so.
  expect(propose(resolved(null), about).questions.map(({ slug }) => slug)).toEqual(['final-2b']);
});

test('who did not go on after all leaves the next round, but for late entrants', () => {
  const next = { number: 3, title: { ko: '3차 평가', en: 'Evaluation 3' }, seats: 2 };
  const all = {
    ...facts(),
    nextRound: { ...next, entrants: ['lg', 'motif', 'nc-ai'], carried: ['lg', 'motif'] },
  };
  const { nextRound } = propose(all, announced(['lg', 'skt', 'upstage']));
  expect(nextRound).toMatchObject({ entering: ['skt', 'upstage'], leaving: ['motif'], isNew: false });
});

test('news with this address, a draft that follows and a round that exists are not made again', () => {
  const all = facts();
  const next = {
    number: 3,
    title: { ko: '3차 평가', en: 'Evaluation 3' },
    seats: 2,
    entrants: ['lg', 'skt', 'upstage'],
    carried: ['lg', 'skt', 'upstage'],
  };
  const known = { ...all, newsUrls: ['https://www.msit.go.kr/'], followed: ['final-2b'], nextRound: next };
  const { news, edition, nextRound } = propose(known, announced(['lg', 'skt', 'upstage'], { nextSeats: 2 }));
  expect({ news, edition, nextRound }).toEqual({ news: null, edition: null, nextRound: null });
});

test('the result of a final question without a rule that a correction makes obsolete is named: it is annulled by hand', () => {
  const resolved = { version: 1, outcome: [false, true, true, false], knownAt: NOW };
  const { questions, ...rest } = facts();
  const corrected = { ...rest, questions: questions.map((each) => ({ ...each, ...resolved })) };
  const three = propose(corrected, announced(['lg', 'skt', 'upstage']));
  expect(three.obsolete).toEqual([{ slug: 'final-2b', title: { ko: 'final-2b', en: 'final-2b' } }]);
  expect(propose(corrected, announced(['lg', 'skt'])).obsolete).toEqual([]);
  expect(propose(facts(), announced(['lg', 'skt', 'upstage'])).obsolete).toEqual([]);
  // With a newer edition that the announcement decides it follows that.
  const options = { seats: 2, announcementRule: 'survivors', options: companies(FIELD) } as const;
  const newest = question({ id: 3, slug: 'final-2c', kind: 'final', ...options, ...resolved });
  const followed = { ...corrected, questions: [...corrected.questions, newest] };
  expect(propose(followed, announced(['lg', 'skt', 'upstage'])).obsolete).toEqual([]);
});
