import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, isTypingError, MOST_CHANGES } from './typing-error.ts';

describe('a typing error', () => {
  test.each([
    ['a letter too few', 'Who takes the last two seats?', 'Who takes the last two seat?'],
    ['a syllable', '마지막 두 자리, 누가 안을까요?', '마지막 두 자리, 누가 앉을까요?'],
    ['a space', '발표일은 미정이고정부가 바꿀 수 있어요', '발표일은 미정이고 정부가 바꿀 수 있어요'],
    ['one jamo of a syllable', '결과를 봐야 하겟습니다', '결과를 봐야 하겠습니다'],
    [
      'two letters in the wrong order',
      'The winner recieves both of the seats',
      'The winner receives both of the seats',
    ],
    ['a space too many', '발표일은 미정이고 정부가 바꿀 수 있어요', '발표일은 미정이고정부가 바꿀 수 있어요'],
    ['a question mark too few', '발표하는 날 비가 올까요?', '발표하는 날 비가 올까요'],
    [
      'words with names beside them',
      'SKT가 2027년 7월에 발표하겟다고 했어요',
      'SKT가 2027년 7월에 발표하겠다고 했어요',
    ],
    ['a full stop', '결과를 봐요', '결과를 봐요.'],
    ['one of two signs before a word', '“‘비가’ 온다고 적었어요', '“비가’ 온다고 적었어요'],
    ['one of two signs after a word', '발표하는 날에는 비가?!', '발표하는 날에는 비가?'],
    ['nothing at all', '그대로예요', '그대로예요'],
    ['white space at the ends', 'LG', '   LG   '],
    ['white space at the ends that goes', '   LG   ', 'LG'],
    ['another composition of the same letters', '한글'.normalize('NFD'), '한글'],
  ])('%s', (_, before, after) => {
    expect(isTypingError(before, after)).toBe(true);
  });

  test.each([
    ['a day', '2027년 6월 30일까지 봐요', '2027년 6월 29일까지 봐요'],
    ['a digit too many', '상위 2곳이 남아요', '상위 22곳이 남아요'],
    ['a space in a number', '상위 22곳이 남아요', '상위 2 2곳이 남아요'],
    ['a space in a fraction', '합이 1.25를 넘으면 돼요', '합이 1.2 5를 넘으면 돼요'],
    ['a comma in a number', '합이 1.5를 넘으면 돼요', '합이 1,5를 넘으면 돼요'],
    ['a denial', '발표가 없으면 무효예요', '발표가 있으면 무효예요'],
    ['a denial in English', 'A company that stays is a yes', 'A company that stays is a no'],
    ['a denial by one letter', 'It will not be counted again', 'It will now be counted again'],
    [
      'a short contraction',
      'They can’t be counted in the next round',
      'They can be counted in the next round',
    ],
    ['an English contraction', 'It does count in the end', "It doesn't count in the end"],
    ['a limit', '점수가 절반 이상이면 통과예요', '점수가 절반 이하면 통과예요'],
    ['a limit in English', 'It must happen before the day', 'It must happen after the day'],
    ['a number word', '세 곳 중 두 곳이 남아요', '세 곳 중 세 곳이 남아요'],
    ['a sign of comparison', '점수 > 절반', '점수 < 절반'],
    ['another company', 'LG', 'KT'],
    ['the opposite', '3차 평가를 통과하면 예라고 답해요', '3차 평가를 탈락하면 예라고 답해요'],
    ['a turn', '값이 오르면 예라고 답해요', '값이 내리면 예라고 답해요'],
    ['a turn in English', 'A yes when the price rises again', 'A yes when the price falls again'],
    ['a letter of a short word', 'A yes when they win again', 'A yes when they won again'],
    ['a company by one letter', 'A yes when SKT is named again', 'A yes when KT is named again'],
    ['a company in two words', 'LG AI연구원이 남으면 예예요', 'KT AI연구원이 남으면 예예요'],
    ['a case by its letter', 'A안이면 예라고 답해요', 'B안이면 예라고 답해요'],
    ['a month', '팔월까지의 발표를 봐요', '구월까지의 발표를 봐요'],
    ['a month by one jamo', '유월에는 발표를 봐요 그래요', '우월에는 발표를 봐요 그래요'],
    ['a month in English', 'A yes when it is July again', 'A yes when it is June again'],
    ['a day of the week', '다음 월요일에 발표를 봐요', '다음 일요일에 발표를 봐요'],
    ['a year', '이 발표는 매년까지 봐요', '이 발표는 내년까지 봐요'],
    ['an address', '발표는 msit.go.kr 에서 봐요', '발표는 nsit.go.kr 에서 봐요'],
    ['two letters of a word', '발표하겟습니디 라고 말하면 예예요', '발표하겠습니다 라고 말하면 예예요'],
    [
      'two spaces',
      '발표일은 미정이고정부가 바꿀수 있어요 그래요',
      '발표일은 미정이고 정부가 바꿀 수 있어요 그래요',
    ],
    [
      'a space and a new word at the end',
      '발표일은 미정이고정부가 바꿀 수 있으니 그날의 발표문을 읽어요',
      '발표일은 미정이고 정부가 바꿀 수 있으니 그날의 발표문을 읽어요 꼭',
    ],
    [
      'a space and a letter of the same word',
      '발표일은 미정이고정부가 바꿀 수 있으니 그날의 발표문을 읽어요',
      '발표일은 미정이고 정무가 바꿀 수 있으니 그날의 발표문을 읽어요',
    ],
    [
      'a space after an opposite',
      '발표문에 통과하면 예라고 정하고미리 적어 두니 그날 함께 읽어요',
      '발표문에 탈락하면 예라고 정하고 미리 적어 두니 그날 함께 읽어요',
    ],
    [
      'a space before an opposite',
      '발표문을 정하고미리 적어 두니 통과하면 예라고 그날 함께 읽어요',
      '발표문을 정하고 미리 적어 두니 탈락하면 예라고 그날 함께 읽어요',
    ],
    ['a letter in each of two words of a short text', '발표하겟다 발표하겟다', '발표하겠다 발표하겠다'],
    ['a number word by one letter', 'A yes when eight of them stay', 'A yes when weight of them stay'],
    ['a number word with a capital', 'Three of them stay in the end', 'There of them stay in the end'],
    ['the apostrophe of a denial', 'They couldn’t be counted again', 'They couldnt be counted again'],
    ['all of it', '누가 남을까요?', '언제 발표될까요?'],
    ['more than a tenth', '결과는 발표문을 봐요', '결과는 공고문만 봐요'],
  ])('is not %s', (_, before, after) => {
    expect(isTypingError(before, after)).toBe(false);
  });

  test.each([
    ['통과하면', '탈락하면'],
    ['오르면', '내리면'],
    ['LG AI연구원', 'KT AI연구원'],
    ['SKT', 'KT'],
    ['rises', 'falls'],
    ['July', 'June'],
    ['팔월', '구월'],
    ['msit.go.kr', 'nsit.go.kr'],
  ])('is not another meaning in a long rule: %s, %s', (before, after) => {
    const rule = (word: string) =>
      `공식 발표문에서 확인해요. ${word} 라고 적혀 있는지를 발표하는 날에 읽어서 정해요.`;
    expect(isTypingError(rule(before), rule(after))).toBe(false);
  });

  test.each([
    ['two others for two', 'receives', 'recoaves'],
    ['the first of two in the second’s place', 'receives', 'recxeves'],
    ['the second of two in the first’s place', 'receives', 'recixves'],
    ['two swapped and one less', 'receives', 'reciees'],
    ['two swapped and one more', 'reciees', 'receives'],
    ['two for one', 'receives', 'recxxives'],
    ['one for two', 'recxxives', 'receives'],
    ['two more of the same', 'goooals', 'goooooals'],
  ])('is one edit of a word, not two: %s', (_, before, after) => {
    const rule = (word: string) => `A yes when the author of the blog ${word} what was announced on that day`;
    expect(isTypingError(rule(before), rule(after))).toBe(false);
  });

  test('never spans more than five words, however long the text', () => {
    const words = (mended: number) =>
      Array.from({ length: 100 }, (_, i) => (i < mended ? '발표하겠다' : '발표하겟다')).join(' ');
    expect(isTypingError(words(0), words(MOST_CHANGES))).toBe(true);
    expect(isTypingError(words(0), words(MOST_CHANGES + 1))).toBe(false);
  });

  test('is never in a name, whatever particle follows it', () => {
    const names = ['업스테이지', 'Upstage'];
    expect(isTypingError('오늘은 업스테이지가 남아요', '오늘은 업스테이자가 남아요')).toBe(true);
    expect(isTypingError('오늘은 업스테이지가 남아요', '오늘은 업스테이자가 남아요', names)).toBe(false);
    expect(isTypingError('오늘은 업스테이자가 남아요', '오늘은 업스테이지가 남아요', names)).toBe(false);
    expect(isTypingError('Whether Upstage’s seat stays', 'Whether Upstake’s seat stays', names)).toBe(false);
    expect(isTypingError('오늘은 업스테이지가 남아요', '오늘은 업스 테이지가 남아요', names)).toBe(false);
  });

  test('fills nothing', () => {
    expect(isTypingError('', '가')).toBe(false);
    expect(isTypingError('', '.')).toBe(false);
  });
});

describe('the distance of two texts', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['앉다', '않다', 1],
    ['🙂a', '🙃a', 1],
  ])('%o and %o: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  const text = fc.string({ unit: 'grapheme', maxLength: 12 });

  test('is 0 for the same text alone, the same both ways, and the shortest way', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
      { numRuns: 300 },
    );
  });
});
