// What each state of a question says on its card and on its page.
import { describe, expect, test } from 'vitest';
import { draw, textOf } from '#lib/components/base/drawn.fixture.ts';
import PhaseNote from './PhaseNote.svelte';
import QuestionCard from './QuestionCard.svelte';
import { AT, LATER, question, STATES } from './question.fixture.ts';

const SURVIVORS = 'SK텔레콤과 업스테이지가 남았어요.';

/** Text of the card, text of the page in place of the form, and the instants in both as `datetime`. */
const SAID: Record<string, { card: RegExp; page: RegExp | null; times: string[] }> = {
  upcoming: {
    card: /곧 열려요/,
    page: /아직 열리지 않았어요\. 11월 24일\(화\) 18:00 \(KST\) ?에 열려요\./,
    times: [AT],
  },
  open: { card: /진행 중 · 마감일 미정 · 12명이 예측했어요.*예측하기/, page: null, times: [] },
  'open, closing time known': {
    card: /진행 중 · 2026년 11월 26일\(목\) 23:59 \(KST\) 마감/,
    page: null,
    times: [LATER],
  },
  'open, at the latest until': {
    card: /늦어도 2026년 11월 26일\(목\) 23:59 \(KST\) ?까지/,
    page: null,
    times: [LATER],
  },
  opinion: { card: /의견 질문.*예측하기/, page: null, times: [] },
  'closed, awaiting the result': {
    card: /18:00 \(KST\) ?에 마감/,
    page: /마감했어요\. 결과를 기다리고 있어요\./,
    times: [AT],
  },
  provisional: {
    card: new RegExp(
      `잠정 결과 · .*${SURVIVORS} .*\\(KST\\) ?까지 잠정 결과예요\\. 두 번째 관리자의 확인을 기다려요\\.`,
    ),
    page: /잠정 결과예요\. 확정되기 전에 바뀔 수 있어요\. 근거와 기록 보기/,
    times: [LATER],
  },
  resolved: {
    card: /결과 확정 · .*SK텔레콤과 LG AI연구원이 남았어요\./,
    page: /결과가 확정됐어요\./,
    times: [],
  },
  'resolved, nobody': { card: /아무도 남지 않았어요\./, page: /결과가 확정됐어요\./, times: [] },
  corrected: {
    card: new RegExp(`${SURVIVORS} .*18:00 \\(KST\\) ?에 고친 결과예요\\.`),
    page: /결과가 확정됐어요\./,
    times: [AT],
  },
  'corrected, provisional': {
    card: /에 고친 결과예요\..*까지 잠정 결과예요\. 두 번째 관리자의 확인을 기다려요\./,
    page: /잠정 결과예요\./,
    times: [AT, LATER],
  },
  annulled: {
    card: /무효 · .*이 질문은 무효가 됐어요\. .*18:00 \(KST\) ?에 무효로 정했어요\./,
    page: /무효가 된 질문이에요\. 점수가 없어요\./,
    times: [AT],
  },
};

test('every state has its expected texts here', () => {
  expect(STATES.map(({ title }) => title)).toEqual(Object.keys(SAID));
});

describe.each(STATES)('a question that is $title', ({ title, ...state }) => {
  const asked = question(3, 2, state);
  const said = SAID[title]!;
  const html = draw(QuestionCard, { question: asked });

  test('says so on its card', () => {
    expect(textOf(html)).toMatch(said.card);
  });

  test('says so on its page, unless it is open', () => {
    if (said.page) expect(textOf(draw(PhaseNote, { question: asked }))).toMatch(said.page);
    else expect(asked.phase).toBe('open');
  });

  test('names its instants to machines', () => {
    const shown = said.page === null || title !== 'upcoming' ? html : draw(PhaseNote, { question: asked });
    expect([...shown.matchAll(/<time datetime="([^"]+)"/g)].map(([, at]) => at)).toEqual(said.times);
  });

  test('offers a forecast only while it is open', () => {
    expect(textOf(html).includes('예측하기')).toBe(asked.phase === 'open');
  });

  test('says of each option whether it came true, once that is decided', () => {
    const marks = asked.resolution?.outcome?.map((yes) => (yes ? '남음' : '탈락')) ?? [];
    expect([...html.matchAll(/class="outcome[^"]*">([^<]+)</g)].map(([, mark]) => mark)).toEqual(marks);
  });
});

test.each([
  ['closesAt', '2027년 6월 30일 마감'],
  ['endsBy', '늦어도 2027년 6월 30일 까지'],
] as const)('forecasting that ends at midnight lasts until the day before: %s', (end, said) => {
  const html = draw(QuestionCard, { question: question(3, 2, { [end]: '2027-06-30T15:00:00.000Z' }) });
  expect(textOf(html)).toContain(said);
});
