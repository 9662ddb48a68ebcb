import { expect, test } from 'vitest';
import { crowded, today } from './picture.fixture.ts';
import { story, storyOf } from './picture-words.ts';
import { companyRuns } from './runs.ts';

function stepsOf(contest: typeof today, company: string): string[] {
  const row = companyRuns(contest).find((candidate) => candidate.company === company)!;
  return storyOf(contest, row);
}

test('a company’s story names its entry, every round that it passed and the result it waits for', () => {
  expect(stepsOf(today, 'skt')).toEqual([
    '2025년 8월 4일 선정',
    '1차 평가 통과',
    '2차 평가 통과',
    '3차 평가 결과를 기다려요',
  ]);
});

test('a wildcard’s story starts with its own entry, and ends with the whole reason', () => {
  expect(stepsOf(today, 'motif')).toEqual(['2026년 2월 20일 추가 선정', '2차 평가 탈락. 근소한 차이']);
});

test('a company that comes back has two runs in its story, without the round that it missed', () => {
  expect(stepsOf(crowded, 'c7').map((step) => step.split(' ').slice(0, 4).join(' '))).toEqual([
    '2025년 8월 4일 선정',
    '1차 평가 탈락. 점수로는',
    '2026년 9월 1일 추가',
    '3차 평가 통과',
    '4차 평가 탈락. 자진',
  ]);
});

test('story() joins the sentences in one line with the name', () => {
  const row = companyRuns(today).at(-1)!;
  expect(story(today, row)).toMatch(/^NC AI: .+ · 1차 평가 탈락\. 종합 점수$/);
});
