// Test contests: today's, today's finished, and one with every case that could still occur.
import { entrantView, roundView } from '#lib/types/contest.fixture.ts';
import type { ContestView } from '#lib/types/contest.ts';

const text = (words: string) => ({ ko: words, en: words });

function company(slug: string, name = slug) {
  return { slug, name: text(name), shortName: text(name) };
}

const selected = { entry: 'selected', enteredOn: '2025-08-04' } as const;
const out = (reason: string) => ({ outcome: 'eliminated', reason: text(reason) }) as const;
const waiting = { outcome: null } as const;

/** Five teams, two eliminated, a wildcard that was eliminated, three waiting. */
export const today: ContestView = {
  companies: [
    company('skt', 'SK텔레콤'),
    company('upstage', '업스테이지'),
    company('lg', 'LG AI연구원'),
    company('motif', '모티프테크놀로지스'),
    company('naver-cloud', '네이버클라우드'),
    company('nc-ai', 'NC AI'),
  ],
  rounds: [
    roundView(1, '2026-01-15', [
      entrantView('skt', selected),
      entrantView('upstage', selected),
      entrantView('lg', selected),
      entrantView('naver-cloud', { ...selected, ...out('독자성 기준 미충족') }),
      entrantView('nc-ai', { ...selected, ...out('종합 점수') }),
    ]),
    roundView(2, '2026-08-18', [
      entrantView('skt'),
      entrantView('upstage'),
      entrantView('lg'),
      entrantView('motif', { entry: 'wildcard', enteredOn: '2026-02-20', ...out('근소한 차이') }),
    ]),
    roundView(3, null, [
      entrantView('skt', waiting),
      entrantView('upstage', waiting),
      entrantView('lg', waiting),
    ]),
  ],
  lastVerifiedOn: '2026-10-05',
  isVerifiedLongAgo: false,
};

const LONG_REASON =
  '점수로는 상위 네 곳에 들었지만, 외부 모델의 인코더 가중치를 그대로 써서 독자성 기준을 채우지 못했다는 판정을 받았어요.';
const field = (numbers: number[]) => numbers.map((number) => `c${number}`);

/** Four rounds, two wildcards, twelve companies: one returns, one withdraws, one is missing before a result. */
export const crowded: ContestView = {
  companies: field([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).map((slug) =>
    company(slug, `긴 이름의 참가 기업 ${slug}`),
  ),
  rounds: [
    roundView(1, '2026-01-15', [
      ...field([1, 2, 3, 4, 5, 6]).map((slug) => entrantView(slug, selected)),
      ...field([7, 8, 9, 10]).map((slug) => entrantView(slug, { ...selected, ...out(LONG_REASON) })),
    ]),
    roundView(2, '2026-08-18', [
      ...field([1, 2, 3, 4, 5]).map((slug) => entrantView(slug)),
      entrantView('c6', out('점수')),
      entrantView('c11', { entry: 'wildcard', enteredOn: '2026-02-20' }),
    ]),
    roundView(3, '2027-02-10', [
      ...field([1, 2, 3]).map((slug) => entrantView(slug)),
      entrantView('c4', out(LONG_REASON)),
      entrantView('c11', out(LONG_REASON)),
      entrantView('c12', { entry: 'wildcard', enteredOn: '2026-08-18' }),
      entrantView('c7', { entry: 'wildcard', enteredOn: '2026-09-01' }),
    ]),
    roundView(4, null, [
      ...field([1, 2, 12]).map((slug) => entrantView(slug, waiting)),
      entrantView('c7', { outcome: 'eliminated', reason: text('자진 철수') }),
    ]),
  ],
  lastVerifiedOn: '2027-03-01',
  isVerifiedLongAgo: false,
};

/** Today's contest after its last round. */
export const finished: ContestView = {
  ...today,
  rounds: [
    ...today.rounds.slice(0, 2),
    roundView(3, '2027-02-10', [
      entrantView('skt'),
      entrantView('upstage'),
      entrantView('lg', out('근소한 차이')),
    ]),
  ],
};
