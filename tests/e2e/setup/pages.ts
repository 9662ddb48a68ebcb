/** Every page that a visitor can open, by its address in Korean. */
export const PUBLIC_PAGES = [
  '/',
  '/questions',
  '/questions/final-3',
  '/questions/count-3',
  '/questions/scenario',
  '/rounds',
  '/companies/skt',
  '/leaderboard',
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
export const OWN_PAGES = ['/me', '/me/notices'];
export const OWN_PAGE = '/me';
/** Nothing is there. */
export const MISSING_PAGE = '/nothing-here';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export function inLanguage(path: string, language: Language): string {
  if (language === 'ko') return path;
  return path === '/' ? '/en' : `/en${path}`;
}
