/** Sections of the admin pages, in the order of their use on the day of an announcement. */
export const sections = [
  {
    href: '/admin/announcement',
    title: '발표 처리',
    about: '정부 발표 하나로 결과와 소식까지 한 번에 공개해요',
  },
  { href: '/admin/events', title: '소식', about: '더하고, 고치고, 숨겨요' },
  { href: '/admin/rounds', title: '평가', about: '참가 기업, 자리 수, 일정, 결과' },
  { href: '/admin/questions', title: '질문', about: '질문을 열고 닫고 결과를 확정해요' },
  { href: '/admin/companies', title: '기업', about: '이름과 컨소시엄' },
  { href: '/admin/accounts', title: '계정', about: '저자 표시, 순위와 확률에서 제외하기' },
  {
    href: '/admin/joins',
    title: '가입 살펴보기',
    about: '한꺼번에 만든 계정 찾기, 여럿 제외하기, 가입 멈추기',
  },
  { href: '/admin/disclosure', title: '이해관계', about: '내 일, 주식, 계약을 밝혀요' },
  { href: '/admin/log', title: '기록', about: '누가 무엇을 왜 바꿨는지' },
];
