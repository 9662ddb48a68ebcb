// The pages with one address each that are worth finding. Those of companies, questions and results come from the data;
// whoever forecasts is not offered to search engines.
export const PAGES = ['/', '/questions', '/rounds', '/leaderboard', '/about', '/about/scoring', '/privacy'];
export const AUTHOR_PAGE = '/author';
