import type { Text } from '#lib/contest/types.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { localized } from '#lib/i18n/text.ts';

/** Outcome of one option. */
export interface Answer {
  option: Text;
  came: boolean;
}

const SUBJECTS: Record<string, () => string> = {
  company: () => '기업',
  round: () => '평가',
  entrant: () => '참가 기업',
  event: () => '소식',
  contest: () => '사실 확인',
  question: () => '질문',
  question_option: () => '선택지',
  account: () => '계정',
  exclusion: () => '제외 결정',
  disclosure: () => '이해관계',
  resolution: () => '결과 확정',
  confirmation: () => '결과 확인',
};

/** Labels by column; bilingual columns without the suffix `Ko` or `En`. */
const COLUMNS: Record<string, () => string> = {
  name: () => '이름',
  short: () => '짧은 이름',
  title: () => '제목',
  lead: () => '설명',
  rules: () => '규칙',
  label: () => '이름',
  reason: () => '이유',
  shortReason: () => '짧은 이유',
  seatsNote: () => '자리 설명',
  schedule: () => '일정 설명',
  modelParams: () => '모델 크기',
  body: () => '내용',
  slug: () => '주소 이름',
  position: () => '순서',
  site: () => '누리집',
  consortium: () => '컨소시엄',
  number: () => '번호',
  stageOpensOn: () => '평가 시작일',
  stageClosesOn: () => '평가 마감일',
  announcedSeats: () => '자리 수',
  resultOn: () => '결과 발표일',
  resultTime: () => '발표 시각',
  roundNumber: () => '평가',
  companySlug: () => '기업',
  entry: () => '들어온 길',
  enteredOn: () => '들어온 날',
  model: () => '모델',
  outcome: () => '결과',
  happenedOn: () => '날짜',
  happenedTime: () => '시각',
  url: () => '출처 주소',
  kind: () => '종류',
  hiddenAt: () => '숨긴 때',
  lastVerifiedOn: () => '확인한 날',
  isAuthor: () => '저자',
  isAdmin: () => '관리자',
  excludedAt: () => '제외된 시각',
  excluded: () => '제외',
  decidedBy: () => '결정한 사람',
  decidedAt: () => '결정한 때',
  accountId: () => '계정',
  writtenAt: () => '적은 때',
  officialSource: () => '공식 출처',
  seats: () => '자리 수',
  scored: () => '점수를 매김',
  opensAt: () => '여는 때',
  closesAt: () => '마감 시각',
  endsBy: () => '늦어도',
  isDraft: () => '초안',
  followsId: () => '이전 질문',
  questionId: () => '질문',
  version: () => '판',
  knownAt: () => '결과가 공개된 때',
  evidenceUrls: () => '근거 주소',
  evidenceTimes: () => '근거 게시 시각',
  note: () => '설명',
  publishedAt: () => '확정한 때',
  joinPause: () => '가입을 멈춘 동안의 문장',
  batchId: () => '함께 정한 제외',
  confirmedBy: () => '확인한 사람',
  confirmedAt: () => '확인한 때',
  isSimulation: () => '시뮬레이션',
  announcementRule: () => '발표로 정해지는 답',
};

/** Labels of enum values, by column. */
const VALUES: Record<string, Record<string, () => string>> = {
  entry: {
    selected: m.rounds_entry_selected,
    carried: m.rounds_entry_carried,
    wildcard: m.rounds_entry_wildcard,
  },
  announcementRule: {
    survivors: () => '진출한 기업',
    count: () => '남은 기업의 수',
    day: () => '마감 전에 발표했는지',
    month: () => '발표한 달',
  },
  outcome: { advanced: m.rounds_outcome_advanced, eliminated: m.rounds_outcome_eliminated },
  kind: {
    // Of an event.
    official: m.event_official,
    press: m.event_press,
    model: m.event_model,
    site: m.event_site,
    // Of a question.
    advance: () => '평가를 통과할 기업',
    final: () => '마지막에 남을 기업',
    scenario: () => '시나리오',
    side: () => '그 밖의 질문',
  },
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const SECONDS = /^(\d{2}:\d{2}):00$/;

/** Label of a subject; an unknown one is shown as it is. */
export function subjectWord(subject: string): string {
  return SUBJECTS[subject]?.() ?? subject;
}

export function columnWord(column: string): string {
  const [, base = '', language] = /^(.+)(Ko|En)$/.exec(column) ?? [];
  const label = COLUMNS[language ? base : column]?.();
  if (label === undefined) return column;
  if (language === undefined) return label;
  return language === 'Ko' ? `${label} (한국어)` : `${label} (영어)`;
}

/** Whether a value is an ISO 8601 timestamp. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value);
}

/** Formats a column's value: lists one item per line, references by name, a word for an empty value. */
export function valueWord(column: string, value: unknown): string {
  if (value === null || value === '') return '없음';
  if (typeof value === 'boolean') return value ? '예' : '아니요';
  if (Array.isArray(value)) return value.map((item) => valueWord(column, item)).join('\n');
  if (isAnswer(value)) return `${localized(value.option)}: ${valueWord(column, value.came)}`;
  if (isText(value)) return localized(value);
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  return VALUES[column]?.[text]?.() ?? text.replace(SECONDS, '$1');
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'option' in value && 'came' in value;
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'ko' in value && 'en' in value;
}
