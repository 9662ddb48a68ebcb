/** Every page that a visitor can open, by its address in Korean. */
export const PUBLIC_PAGES = [
  '/',
  '/questions',
  '/questions/final-3',
  '/questions/count-3',
  '/questions/final-3/market',
  '/questions/scenario',
  '/rounds',
  '/companies/skt',
  '/leaderboard',
  '/leaderboard/market',
  '/forecasters/author',
  '/results/count-3',
  '/author',
  '/about',
  '/about/scoring',
  '/privacy',
  '/join',
  '/sign-in',
];
/** Need an account. */
export const OWN_PAGES = ['/me', '/me/cards', '/me/notices'];
export const OWN_PAGE = '/me';
/** Nothing is there. */
export const MISSING_PAGE = '/nothing-here';
/** What somebody who is signed in can open. */
export const MEMBER_PAGES = [
  ...PUBLIC_PAGES.filter((path) => !/join|sign-in/.test(path)),
  ...OWN_PAGES,
  MISSING_PAGE,
];
export const ADMIN_PAGES = [
  '/admin',
  '/admin/announcement',
  '/admin/companies',
  '/admin/companies/new',
  '/admin/companies/lg',
  '/admin/rounds',
  '/admin/rounds/new',
  '/admin/rounds/3',
  '/admin/rounds/3/new',
  '/admin/rounds/3/skt',
  '/admin/events',
  '/admin/events/new',
  '/admin/events/five-teams',
  '/admin/accounts',
  '/admin/accounts/author',
  '/admin/joins',
  '/admin/disclosure',
  '/admin/log',
];

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export function inLanguage(path: string, language: Language): string {
  if (language === 'ko') return path;
  return path === '/' ? '/en' : `/en${path}`;
}
