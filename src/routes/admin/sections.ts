/** Sections of the admin pages, in the order of their use on the day of an announcement. */
export const sections = [
  {
    path: '/admin/announcement',
    title: '발표 처리',
    what: '정부 발표 하나로 결과와 소식까지 한 번에 공개해요',
  },
  { path: '/admin/events', title: '소식', what: '더하고, 고치고, 숨겨요' },
  { path: '/admin/rounds', title: '평가', what: '참가 기업, 자리 수, 일정, 결과' },
  { path: '/admin/questions', title: '질문', what: '질문을 열고 닫고 결과를 확정해요' },
  { path: '/admin/companies', title: '기업', what: '이름과 컨소시엄' },
  { path: '/admin/accounts', title: '계정', what: '저자 표시, 순위와 확률에서 제외하기' },
  {
    path: '/admin/joins',
    title: '가입 살펴보기',
    what: '한꺼번에 만든 계정 찾기, 여럿 제외하기, 가입 멈추기',
  },
  { path: '/admin/disclosure', title: '이해관계', what: '내 일, 주식, 계약을 밝혀요' },
  { path: '/admin/log', title: '기록', what: '누가 무엇을 왜 바꿨는지' },
];
