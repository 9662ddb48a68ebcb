// How the seat left empty by evaluation 1 was filled.
import * as official from './official.ts';
import * as press from './press.ts';
import type { Recruitment } from './types.ts';

export const recruitment: Recruitment = {
  title: { ko: '정예팀 추가 공모', en: 'Call for one extra team' },
  announcedOn: '2026-01-15',
  opensOn: '2026-01-23',
  closesOn: '2026-02-12',
  closesAtTime: '16:00',
  seats: 1,
  applicants: [
    { company: 'motif', name: { ko: '모티프테크놀로지스', en: 'Motif Technologies' } },
    { company: null, name: { ko: '트릴리온랩스', en: 'Trillion Labs' } },
  ],
  declined: [
    { ko: '네이버클라우드', en: 'NAVER Cloud' },
    { ko: 'NC AI', en: 'NC AI' },
    { ko: '카카오', en: 'Kakao' },
    { ko: 'KT', en: 'KT' },
    { ko: '코난테크놀로지', en: 'Konan Technology' },
  ],
  rule: {
    ko: '경쟁할 만한 팀이라고 전문가 평가위원 과반이 인정해야 하고, 그런 팀이 없으면 아무도 뽑지 않는 방식이었어요.',
    en: 'A team needed a majority of the expert judges to find it able to compete; failing that, nobody would be added.',
  },
  selected: 'motif',
  resultOn: '2026-02-20',
  sources: [
    official.wildcardRelease,
    official.wildcardBriefing,
    press.asiaeExtraCall,
    press.zdnetExtraCall,
    press.khanExtraCall,
  ],
};
