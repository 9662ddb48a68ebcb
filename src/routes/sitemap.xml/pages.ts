// Static pages of the sitemap. Those of companies, questions and results come from the database; forecasters are not
// listed.
export const PAGES = [
  '/',
  '/questions',
  '/rounds',
  '/leaderboard',
  '/leaderboard/market',
  '/about',
  '/about/scoring',
  '/privacy',
];
export const AUTHOR_PAGE = '/author';
