// Press articles and the companies' own pages, each once.
import type { Source } from './types.ts';

function page(url: string, publishedOn: string | null, ko: string, en: string): Source {
  return { url, label: { ko, en }, publishedOn, official: false };
}

export const bylineShortlist = page(
  'https://byline.network/2025/07/7257',
  '2025-07-25',
  '바이라인네트워크: 서면평가로 10개 팀 압축',
  'Byline Network: ten teams left after the paper screening',
);
export const newswayTeams = page(
  'https://www.newsway.co.kr/news/view?ud=2025080412075173492',
  '2025-08-04',
  '뉴스웨이: 다섯 팀과 컨소시엄 구성',
  'Newsway: the five teams and their consortia',
);
export const isplusTeams = page(
  'https://v.isplus.com/article/view/isp202508040134',
  '2025-08-04',
  '일간스포츠: 다섯 팀과 컨소시엄 구성',
  'Ilgan Sports: the five teams and their consortia',
);
export const asiaeSchedule = page(
  'https://www.asiae.co.kr/article/2025122213532290123',
  '2025-12-22',
  '아시아경제: 1차 평가 일정',
  'Asia Business Daily: timing of evaluation 1',
);
export const zdnetModels = page(
  'https://zdnet.co.kr/view/?no=20260112151942',
  '2026-01-12',
  '지디넷코리아: 1차 평가를 앞둔 다섯 팀의 모델',
  'ZDNet Korea: the five models before evaluation 1',
);
export const sbsFirstResult = page(
  'https://news.sbs.co.kr/news/endPage.do?news_id=N1008405863',
  '2026-01-15',
  'SBS: 1차 평가 결과',
  'SBS: result of evaluation 1',
);
export const asiaeExtraCall = page(
  'https://www.asiae.co.kr/article/2026012315415803505',
  '2026-01-23',
  '아시아경제: 정예팀 추가 공모',
  'Asia Business Daily: extra call for a team',
);
export const khanExtraCall = page(
  'https://www.khan.co.kr/article/202601231617001',
  '2026-01-23',
  '경향신문: 정예팀 추가 공모, KT·코난테크놀로지 불참',
  'Kyunghyang Shinmun: extra call, KT and Konan Technology stay out',
);
export const zdnetExtraCall = page(
  'https://zdnet.co.kr/view/?no=20260212175642',
  '2026-02-12',
  '지디넷코리아: 추가 공모에 두 팀 지원',
  'ZDNet Korea: two teams answer the extra call',
);
export const newspimWildcard = page(
  'https://www.newspim.com/news/view/20260220000815',
  '2026-02-20',
  '뉴스핌: 모티프테크놀로지스 추가 선정',
  'Newspim: Motif Technologies selected',
);
export const asiaeOutlook = page(
  'https://view.asiae.co.kr/en/article/2026060506223504794',
  '2026-06-05',
  '아시아경제(영문): 8월 평가와 최종 두 팀 일정',
  'Asia Business Daily (English): August evaluation and timing of the final two',
);
export const zdnetOutlook = page(
  'https://zdnet.co.kr/view/?no=20260706164236',
  '2026-07-06',
  '지디넷코리아: 이후 평가 일정 전망',
  'ZDNet Korea: expected timing of the next evaluations',
);
export const zdnetSecondResult = page(
  'https://zdnet.co.kr/view/?no=20260818110107',
  '2026-08-18',
  '지디넷코리아: 2차 평가 결과',
  'ZDNet Korea: result of evaluation 2',
);
export const ebnOutlook = page(
  'https://www.ebn.co.kr/news/articleView.html?idxno=1720788',
  '2026-08-18',
  'EBN: 2차 평가 결과와 이후 일정',
  'EBN: result of evaluation 2 and what follows',
);
export const etnewsDirection = page(
  'https://www.etnews.com/20260831000357',
  '2026-08-31',
  '전자신문: 사업 방향을 다시 살펴보기로',
  'ETNews: the direction of the project is to be looked at again',
);
export const koreaTimesOutlook = page(
  'https://www.koreatimes.co.kr/business/tech-science/20261005/korea-to-launch-35-bil-frontier-ai-project-next-year',
  '2026-10-05',
  '코리아타임스(영문): 최종 두 곳의 시기와 프런티어 AI 사업',
  'The Korea Times: timing of the final two, and the frontier AI project',
);
export const ajuFrontier = page(
  'https://m.ajupress.com/view/20261006132408570',
  '2026-10-06',
  '아주프레스(영문): 국정감사에서 밝힌 프런티어 AI 사업 일정',
  'Aju Press: timing of the frontier AI project, as told to the Assembly',
);
export const outstandingTeams = page(
  'https://outstanding.kr/press/1387/20250804',
  '2025-08-04',
  '아웃스탠딩: 다섯 팀과 컨소시엄 구성',
  'Outstanding: the five teams and their consortia',
);
export const sktNewsroom = page(
  'https://news.sktelecom.com/?p=219714',
  null,
  'SK텔레콤 뉴스룸',
  'SK Telecom Newsroom',
);
export const exaoneCollection = page(
  'https://huggingface.co/collections/LGAI-EXAONE/k-exaone-20',
  null,
  'Hugging Face: K-EXAONE 2.0',
  'Hugging Face: K-EXAONE 2.0',
);
export const vaetkiOrganisation = page(
  'https://huggingface.co/NC-AI-consortium-VAETKI',
  null,
  'Hugging Face: NC AI 컨소시엄 VAETKI',
  'Hugging Face: NC AI consortium, VAETKI',
);
